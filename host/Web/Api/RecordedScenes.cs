using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Host.Web.Live;

namespace MultiAgentEdge.Host.Web.Api;

/// <summary>What a record's host showed of its world, each time that it was another: the JSON of <c>host/scene</c>.</summary>
internal sealed class RecordedScenes
{
    private const string Ends = $"/{Topics.HostName}/{Topics.Scene}";

    /// <summary>A mission that shows another world every period fills no page.</summary>
    private const int Most = 500;

    private readonly List<(double TimeS, string Json)> scenes = [];

    public bool IsEmpty => scenes.Count == 0;

    public static bool Is(McapChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.Topic.StartsWith(Topics.Root, StringComparison.Ordinal) && channel.Topic.EndsWith(Ends, StringComparison.Ordinal);
    }

    /// <param name="scene">As it was on the wire, where anybody may have said it; empty: the drive is over.</param>
    public void Take(double timeS, byte[] scene)
    {
        if (scenes.Count < Most && HeardJson.Parse(scene)?.ToJsonString() is { } text && (scenes.Count == 0 || scenes[^1].Json != text))
            scenes.Add((timeS, text));
    }

    /// <summary>Pairs of a time, s, and a scene.</summary>
    public JsonArray ToJson() => new([.. scenes.Select(one => (JsonNode)new JsonArray(one.TimeS, JsonNode.Parse(one.Json)))]);
}
