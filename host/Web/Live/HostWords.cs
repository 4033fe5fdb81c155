using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>What hosts say on a fleet's broker, for pages: the mission's world, where it has come to, who commands, what was answered to
/// people. Not thread safe.</summary>
internal sealed class HostWords(OpenPages pages, WatchEvents events, Func<long> nowMs)
{
    private readonly TuningWatch tuning = new();
    private byte[]? progress;

    /// <summary>As <c>host/scene</c> has it; null: no mission shows one.</summary>
    public JsonObject? Scene { get; private set; }

    /// <summary>Who commands the fleet, for people; null: nobody.</summary>
    public string? Lease { get; private set; }

    /// <summary>Null: no scene says it.</summary>
    public bool? IsPlane => Scene?["space"] is JsonValue space && space.TryGetValue(out string? name) ? name == "plane" : null;

    /// <summary>The mission shows another world.</summary>
    public event Action? SceneChanged;

    /// <inheritdoc cref="FleetWatch.Turned"/>
    public event Action<JsonObject, string?>? Turned;

    /// <summary>Changes of parameters so far.</summary>
    public JsonArray Changes() => tuning.History();

    /// <summary>A page waits for the answer to what it turned.</summary>
    public void Expect(string id, long nowUs) => tuning.Expect(id, nowUs);

    /// <summary>Tells pages what is new since the last call, and what nobody answers.</summary>
    public void Send(long nowUs)
    {
        foreach (var id in tuning.Unanswered(nowUs))
            pages.Offer("tuned", () => Bytes(new JsonObject { ["id"] = id, ["is_silent"] = true }));
    }

    /// <summary>Tells pages where the mission has come to, if it has said so since the last call.</summary>
    public void SendProgress()
    {
        if (progress is { } said)
            pages.Offer("progress", () => said);
        progress = null;
    }

    /// <param name="leaf">Of the topic under <see cref="Topics.HostName"/>.</param>
    public void Hear(string leaf, byte[] payload)
    {
        switch (leaf)
        {
            case Topics.Scene:
                Scene = HeardJson.Parse(payload);
                SceneChanged?.Invoke();
                pages.Offer("scene", () => JsonSerializer.SerializeToUtf8Bytes(Scene));
                break;
            case Topics.Progress:
                progress = HeardJson.Parse(payload) is { } at ? Bytes(at) : progress;
                break;
            case Topics.Lease:
                Lease = LeaseWord.TryRead(payload) is { Says: LeaseWord.Claims } word ? word.Text : null;
                break;
            case Topics.Tune:
                if (HeardJson.Parse(payload) is { } turn)
                    tuning.Hear(turn);
                break;
            case Topics.TuneAnswers:
                if (HeardJson.Parse(payload) is { } said && tuning.Answer(said, nowMs()) is { } turned)
                    Answer(turned);
                break;
            case Topics.OrderAnswers or Topics.CoverageOrderAnswers:
                if (HeardJson.Parse(payload) is { } answer)
                {
                    var isTaken = HeardJson.IsTrue(answer["taken"]);
                    events.Note(
                        "", isTaken ? "taken" : "refused", isTaken ? "the mission took it" : $"{answer["code"]} {answer["what"]}");
                    pages.Offer("answer", () => Bytes(answer));
                }

                break;
            default:
                break;
        }
    }

    private void Answer(JsonObject turned)
    {
        pages.Offer("tuned", () => Bytes(turned));
        var isTaken = HeardJson.IsTrue(turned["taken"]);
        if (isTaken && HeardJson.IsTrue(turned["by_page"]) && turned["change"] is not null)
            Turned?.Invoke(turned, Lease);
        if (turned["text"] is { } text)
            events.Note("", isTaken ? "turned" : "refused", $"{turned["who"]}: {text}");
    }

    private static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json);
}
