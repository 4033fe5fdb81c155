using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>What a rover said last before it was lost: its last will takes the place of its state, and a board knows no date. JSON on
/// <see cref="Topics.Last"/>, retained.</summary>
/// <param name="LostAt">UTC, by the clock of whoever wrote it down.</param>
/// <param name="State">In the units of its controller.</param>
public sealed record LastWord(
    DateTimeOffset LostAt, RoverMode Mode, uint Tick, uint ParameterVersion, uint Faults, double BatteryV, double[] State)
{
    private const int MostBytes = 4096;
    private const int MostStates = 64;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["lost_at"] = LostAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["mode"] = RoverPresence.NameOf(Mode),
        ["tick"] = Tick,
        ["parameter_version"] = ParameterVersion,
        ["faults"] = Faults,
        ["battery_v"] = Math.Round(BatteryV, 3),
        ["state"] = new JsonArray([.. State.Select(value => (JsonNode)value)]),
    });

    /// <summary>Null where this is no such word: anybody may write on an open broker.</summary>
    public static LastWord? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MostBytes)
            return null;
        try
        {
            if (JsonNode.Parse(bytes) is not JsonObject json
                || Value<string>(json["lost_at"]) is not { } date
                || !DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var lostAt)
                || ModeOf(Value<string>(json["mode"])) is not { } mode
                || json["state"] is not JsonArray { Count: <= MostStates } states)
                return null;
            var values = states.Select(Number).ToArray();
            return values.Any(value => value is null) || Number(json["battery_v"]) is not { } batteryV ? null
                : Whole(json["tick"]) is { } tick && Whole(json["parameter_version"]) is { } version && Whole(json["faults"]) is { } faults
                ? new(lostAt, mode, tick, version, faults, batteryV, [.. values.Select(value => value!.Value)]) : null;
        }
        // A key twice is found out when it is looked for.
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static RoverMode? ModeOf(string? name) =>
        Enum.GetValues<RoverMode>().Where(mode => RoverPresence.NameOf(mode) == name).Cast<RoverMode?>().FirstOrDefault();

    private static T? Value<T>(JsonNode? node)
        where T : class => node is JsonValue value && value.TryGetValue<T>(out var read) ? read : null;

    private static uint? Whole(JsonNode? node) => node is JsonValue value && value.TryGetValue<uint>(out var read) ? read : null;

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<double>(out var read) && double.IsFinite(read) ? read : null;
}
