using System.Text.Json.Nodes;
using System.Text.Json;

namespace MultiAgentEdge.Host.Runs;

/// <summary>The last word on runs whose verb does not come back: <c>run.json</c> no longer says that they are running.</summary>
public static class AbandonedRuns
{
    private const string Document = "run.json";

    public static void Close(IEnumerable<RunFolder> runs, string why)
    {
        foreach (var run in runs)
        {
            try
            {
                if (!File.Exists(run.PathOf(Document)) || JsonNode.Parse(File.ReadAllText(run.PathOf(Document))) is not JsonObject document || document["state"]?.ToString() != "running")
                    continue;
                document["state"] = "timed_out";
                document["error"] = why;
                run.Write(Document, document);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
            {
                // The exit code says it all the same.
            }
        }
    }
}
