using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>What the last bring-up of each rover found, in a file beside the fleet file: <c>lab.yaml</c> has
/// <c>lab.checks.json</c>.</summary>
public sealed class CheckBook
{
    private readonly string path;
    private readonly JsonObject rovers;

    private CheckBook(string path, JsonObject rovers) => (this.path, this.rovers) = (path, rovers);

    /// <param name="fleetFile">As on the command line; null: fleet.yaml where there is one.</param>
    /// <returns>Null where there is no fleet file to keep it beside.</returns>
    /// <exception cref="MaeException">MAE348: the file is there and cannot be read.</exception>
    public static CheckBook? Of(string? fleetFile)
    {
        var fleet = fleetFile ?? (File.Exists(FleetOptions.DefaultFile) ? FleetOptions.DefaultFile : null);
        if (fleet is null)
            return null;
        var path = Path.ChangeExtension(fleet, ".checks.json");
        try
        {
            return new(path, File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!.AsObject() : []);
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException
                or NullReferenceException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE348", $"{path}, which keeps what checks found, cannot be read.",
                $"Look at it, or remove it: rm {path}", error);
        }
    }

    /// <summary>Where it is.</summary>
    public string Place => path;

    /// <summary>One line on a rover: when, and what failed; null where it was never checked.</summary>
    public string? Line(string rover)
    {
        if (rovers[rover] is not JsonObject entry || (string?)entry["at"] is not { Length: >= 10 } at)
            return null;
        var failed = entry["failed"] is JsonArray parts ? string.Join(", ", parts.Select(part => (string?)part)) : "";
        return failed.Length == 0 ? $"ok {at[..10]}" : $"{failed} {at[..10]}";
    }

    /// <summary>The entry itself; null where it was never checked.</summary>
    public JsonObject? Entry(string rover) => rovers[rover] as JsonObject;

    /// <exception cref="MaeException">MAE322: it cannot be written.</exception>
    public void Keep(string rover, JsonObject entry)
    {
        rovers[rover] = entry;
        try
        {
            File.WriteAllText(path + ".new", rovers.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE322", $"{path} cannot be written: {error.Message}",
                "Make its folder writable, or name another fleet file: --fleet FILE", error);
        }
    }
}
