using System.Globalization;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>
/// The process that holds a lease, so that others can tell whether it still lives: at once where they share its machine and its process
/// numbers, elsewhere only by what it no longer says.
/// </summary>
/// <param name="Machine">Name, for people.</param>
/// <param name="Place">One boot of one machine and one range of process numbers: a container has its own; empty where the system does not
/// say.</param>
/// <param name="ProcessId">Within <paramref name="Place"/>.</param>
/// <param name="Started">When the process began, in the system's own count: process numbers are given again.</param>
/// <param name="Token">Different for every holder.</param>
public sealed record LeaseHolder(string Machine, string Place, int ProcessId, string Started, string Token)
{
    /// <summary>Of the present process.</summary>
    public static LeaseHolder Self()
    {
        var id = Environment.ProcessId;
        return new LeaseHolder(Environment.MachineName, PresentPlace(), id, StartOf(id) ?? "", Guid.NewGuid().ToString("N"));
    }

    /// <summary>False where it is known to have ended; null where it is not known: it runs elsewhere.</summary>
    public bool? IsAlive()
    {
        if (Place.Length == 0 || Started.Length == 0 || Place != PresentPlace())
            return null;
        return StartOf(ProcessId) == Started;
    }

    public JsonObject ToJson() => new()
    {
        ["machine"] = Machine,
        ["place"] = Place,
        ["process_id"] = ProcessId,
        ["started"] = Started,
        ["token"] = Token,
    };

    /// <exception cref="FormatException">A member is missing or of another kind.</exception>
    public static LeaseHolder FromJson(JsonNode? json)
    {
        try
        {
            return new LeaseHolder(
                json!["machine"]!.GetValue<string>(), json["place"]!.GetValue<string>(), json["process_id"]!.GetValue<int>(),
                json["started"]!.GetValue<string>(), json["token"]!.GetValue<string>());
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException)
        {
            throw new FormatException("it is no lease", exception);
        }
    }

    private static string PresentPlace()
    {
        try
        {
            // Two containers of one machine share its boot, not its process numbers.
            return OperatingSystem.IsLinux()
                ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() + " "
                    + new FileInfo("/proc/self/ns/pid").LinkTarget
                : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // Null: there is no such process, or it has ended and only its parent has not asked how.
    private static string? StartOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            // The name may hold anything, blanks and brackets too; the state is the third word, the start the twenty-second.
            var words = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return words[0] is "Z" or "X" ? null : words[19];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
