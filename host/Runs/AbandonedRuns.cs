using System.Text.Json.Nodes;
using System.Text.Json;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Host.Runs;

/// <summary>The last word on runs whose verb does not come back: <c>run.json</c> no longer says that they are running, and records get
/// their names.</summary>
public static class AbandonedRuns
{
    public static void Close(IEnumerable<RunFolder> runs, string why)
    {
        foreach (var run in runs)
        {
            try
            {
                if (!File.Exists(run.PathOf(RunDocument.Name))
                    || JsonNode.Parse(File.ReadAllText(run.PathOf(RunDocument.Name))) is not JsonObject document
                    || document["state"]?.ToString() != RunState.Running)
                    continue;
                document["state"] = RunState.TimedOut;
                document["finished_utc"] = DateTimeOffset.UtcNow.ToString("O");
                document["error"] = KnownError.ToJson(KnownError.Of(new TimeoutException(why)));
                foreach (var partial in Directory.GetFiles(run.Path, "*.csv" + PartialFile.Extension))
                    PartialFile.Rescue(partial);
                var record = run.PathOf(RunRecord.FileName);
                if (File.Exists(record + PartialFile.Extension) && !File.Exists(record))
                    McapRepair.Run(record + PartialFile.Extension, record);
                run.Write(RunDocument.Name, document);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
                or FormatException)
            {
                // The exit code says it all the same.
            }
        }
    }
}
