using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>What happened, the last few hundred, each told to pages as it does. Not thread safe.</summary>
internal sealed class WatchEvents(OpenPages pages, Func<long> nowMs)
{
    private const int Kept = 400;
    private const int MostCharacters = 300;

    private readonly Queue<JsonObject> events = new();

    /// <summary>Something happened since this was last set to false.</summary>
    public bool IsNew { get; set; }

    /// <param name="rover">Empty: of the fleet.</param>
    public void Note(string rover, string kind, string text)
    {
        var one = new JsonObject
        {
            ["t"] = nowMs(), ["rover"] = rover, ["kind"] = kind,
            ["text"] = text.Length <= MostCharacters ? text : text[..MostCharacters],
        };
        events.Enqueue(one);
        if (events.Count > Kept)
            events.Dequeue();
        pages.Offer("event", () => JsonSerializer.SerializeToUtf8Bytes(one));
        IsNew = true;
    }

    /// <summary>A person did something.</summary>
    public void NotePerson(string who, string what, string? rover = null) => Note(rover ?? "", "person", $"{who}: {what}");

    /// <summary>The oldest first.</summary>
    public JsonArray ToJson() => new([.. events.Select(one => one.DeepClone())]);
}
