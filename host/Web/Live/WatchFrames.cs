using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>What is sent to pages, as bytes.</summary>
public static class WatchFrames
{
    /// <summary>An event of a stream (WHATWG HTML, 9.2): a name, and JSON in one line.</summary>
    public static byte[] Event(string name, ReadOnlySpan<byte> json)
    {
        var head = Encoding.UTF8.GetBytes($"event: {name}\ndata: ");
        var message = new byte[head.Length + json.Length + 2];
        head.CopyTo(message, 0);
        json.CopyTo(message.AsSpan(head.Length));
        message[^2] = message[^1] = (byte)'\n';
        return message;
    }

    /// <summary>Where rovers are: <c>t</c> in ms, and a row each of number, x, y, heading, standard deviation of the position, x and y of
    /// the way it would take next, and whether it drives; what is not known is null. Lengths in m, relative ways from the rover.</summary>
    /// <param name="all">Else those that have moved since the last call.</param>
    public static byte[] Moves(IEnumerable<WatchedRover> rovers, long nowMs, bool all)
    {
        ArgumentNullException.ThrowIfNull(rovers);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("t", nowMs);
        json.WriteStartArray("r");
        foreach (var rover in rovers)
        {
            if ((!all && !rover.HasMoved) || double.IsNaN(rover.XM))
                continue;
            rover.HasMoved &= all;
            json.WriteStartArray();
            json.WriteNumberValue(rover.Index);
            Write(json, rover.XM, 4);
            Write(json, rover.YM, 4);
            Write(json, rover.HeadingRad, 3);
            Write(json, rover.Motion?.SigmaM ?? double.NaN, 4);
            Write(json, rover.Motion?.AimXM ?? double.NaN, 3);
            Write(json, rover.Motion?.AimYM ?? double.NaN, 3);
            json.WriteNumberValue(rover.Motion?.IsDriving == true ? 1 : 0);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Signals: <c>t</c> in ms, <c>series</c> by rover and signal, null where nothing was known, and <c>now</c>.</summary>
    public static byte[] Curves(
        long nowMs, IReadOnlyList<long> times, IReadOnlyList<(string Rover, string Signal)> names, IReadOnlyList<float[]> values)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("now", nowMs);
        json.WriteStartArray("t");
        foreach (var time in times)
            json.WriteNumberValue(time);
        json.WriteEndArray();
        json.WriteStartObject("series");
        foreach (var rover in Enumerable.Range(0, names.Count).GroupBy(i => names[i].Rover))
        {
            json.WriteStartObject(rover.Key);
            foreach (var i in rover)
            {
                json.WriteStartArray(names[i].Signal);
                foreach (var value in values[i])
                    Write(json, value, 5);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>How every rover is: what <c>mae status --json</c> says of each, and how well it is heard.</summary>
    /// <param name="lease">Who commands the fleet; null: nobody.</param>
    /// <param name="dropped">Messages that this program was too slow for.</param>
    public static JsonObject Tiles(
        IEnumerable<WatchedRover> rovers, FleetSession session, string? lease, long nowUs, long dropped)
    {
        ArgumentNullException.ThrowIfNull(session);
        var now = DateTimeOffset.UtcNow;
        return new JsonObject
        {
            ["t"] = nowUs / 1000,
            ["connected"] = session.IsConnected,
            ["host"] = lease,
            ["dropped"] = dropped,
            ["rovers"] = new JsonArray([.. rovers.Select(rover => (JsonNode)Tile(rover, session, nowUs, now))]),
        };
    }

    private static JsonObject Tile(WatchedRover rover, FleetSession session, long nowUs, DateTimeOffset now)
    {
        var presence = session.Roster.GetValueOrDefault(rover.Name);
        var json = RoverJson.Of(RoverView.Of(rover.Name, presence, nowUs, now));
        json.Remove("state_names");
        json.Remove("state");
        json["heard_s_ago"] = presence is { LastHeardUs: >= 0 and var heardUs } ? Math.Round((nowUs - heardUs) * 1e-6, 2) : null;
        json["period_s"] = Number(rover.PeriodS, 3);
        json["loss"] = rover.Loss is { } loss ? Math.Round(loss, 3) : null;
        json["round_trip_ms"] = rover.RoundTripMs is { } ms ? Math.Round(ms, 1) : null;
        json["temperature_c"] = Temperature(presence?.Info);
        json["is_double"] = presence?.IsDouble == true;
        json["is_stranger"] = rover.IsStranger;
        json["why"] = presence is null || presence.Mode == RoverMode.Lost ? null : RoverPresence.NameOf(presence.Action);
        if (rover.Motion is { } motion)
        {
            json["radius_m"] = Number(motion.RadiusM, 3);
            json["cap_m_s"] = Number(motion.CapMS, 3);
            json["speed_m_s"] = Number(motion.SpeedMS, 3);
            json["sigma_m"] = Number(motion.SigmaM, 4);
            json["interventions"] = motion.Interventions;
        }

        if (rover.Telemetry is { } said)
            json["solve_ms"] = Math.Round(said.SolveUs * 1e-3, 2);
        return json;
    }

    // No firmware of ours says it yet; a board of others may.
    private static double? Temperature(string? info)
    {
        try
        {
            return info is null || JsonNode.Parse(info) is not JsonObject json || json["temperature_c"] is not JsonValue value
                || !value.TryGetValue(out double celsius) || celsius is < -100 or > 300 ? null : Math.Round(celsius, 1);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static double? Number(double value, int digits) => double.IsFinite(value) ? Math.Round(value, digits) : null;

    private static void Write(Utf8JsonWriter json, double value, int digits)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(Math.Round(value, digits));
        else
            json.WriteNullValue();
    }
}
