using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>What a host says about who commands a fleet: JSON on <see cref="HostLease.TopicOf"/>.</summary>
/// <param name="Holder">Its client id, which no other has.</param>
/// <param name="Verb">What it does.</param>
/// <param name="Machine">Where it runs.</param>
/// <param name="ProcessId">On that machine.</param>
/// <param name="Since">UTC.</param>
/// <param name="Says">Claims, asks or ended.</param>
/// <param name="TakesOver">The holder that is to make way; null: nobody.</param>
public sealed record LeaseWord(
    string Holder, string Verb, string Machine, int ProcessId, DateTimeOffset Since, string Says, string? TakesOver)
{
    /// <summary>This host commands the fleet; repeated once a second.</summary>
    public const string Claims = "claims";

    /// <summary>This host wants to know whether another does.</summary>
    public const string Asks = "asks";

    /// <summary>The last will of a host.</summary>
    public const string Ended = "ended";

    private const int LongestText = 64;
    private const int MostBytes = 1024;

    /// <summary>For people: "run formation on lab-pc (process 4711), since 10:42:07 UTC".</summary>
    public string Text =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Verb} on {Machine} (process {ProcessId}), since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");

    /// <summary>The claim of this process, from now on.</summary>
    public static LeaseWord Of(string holder, string verb) =>
        new(holder, verb, Environment.MachineName, Environment.ProcessId, DateTimeOffset.UtcNow, Claims, null);

    public byte[] Write()
    {
        var json = new JsonObject
        {
            ["holder"] = Holder,
            ["verb"] = Verb,
            ["machine"] = Machine,
            ["process_id"] = ProcessId,
            ["since"] = Since.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["says"] = Says,
        };
        if (TakesOver is not null)
            json["takes_over"] = TakesOver;
        return JsonSerializer.SerializeToUtf8Bytes(json);
    }

    /// <summary>Null where this is no such word: anybody may write on an open broker.</summary>
    public static LeaseWord? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MostBytes)
            return null;
        try
        {
            return JsonNode.Parse(bytes) is JsonObject json
                && Plain(json["holder"]) is { Length: > 0 } holder
                && Plain(json["verb"]) is { } verb
                && Plain(json["machine"]) is { } machine
                && json["process_id"] is JsonValue number && number.TryGetValue(out int process)
                && Plain(json["says"]) is (Claims or Asks or Ended) and var says
                && Plain(json["since"]) is { } began
                && DateTimeOffset.TryParse(began, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
                    ? new LeaseWord(holder, verb, machine, process, since, says, Plain(json["takes_over"]))
                    : null;
        }
        // A key twice is found out when it is looked for.
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    // Shown to people: nothing that moves a cursor.
    private static string? Plain(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length <= LongestText && !text.Any(char.IsControl)
            ? text
            : null;
}
