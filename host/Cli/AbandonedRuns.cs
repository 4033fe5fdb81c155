using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Cli;

/// <summary>The last word on runs whose verb does not come back: <c>run.json</c> no longer says that they are running.</summary>
internal static class AbandonedRuns
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
