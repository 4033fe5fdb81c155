using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>A training that this program is at, for pages: they read its curves from its run folder, and hear from here that somebody is
/// still there.</summary>
public sealed class TrainingWatch : IWatched
{
    // Well below what a page takes for silence.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly OpenPages pages = new();
    private readonly string run;
    private readonly Timer timer;

    /// <param name="run">Name of its run folder: one training, or a batch.</param>
    public TrainingWatch(string run)
    {
        this.run = run;
        timer = new Timer(_ => pages.Offer("alive", About), null, Beat, Beat);
    }

    public int Pages => pages.Count;

    public bool IsOver { get; set; }

    public StreamClient Open() => pages.Open();

    public void Close(StreamClient client) => pages.Close(client);

    public byte[] Hello(StreamClient client, JsonObject more)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(more);
        client.CatchUp();
        var json = (JsonObject)more.DeepClone();
        json["training"] = run;
        json["over"] = IsOver;
        return WatchFrames.Event("hello", JsonSerializer.SerializeToUtf8Bytes(json));
    }

    public void EndPages() => pages.End();

    public void Dispose()
    {
        timer.Dispose();
        EndPages();
    }

    private byte[] About() => JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["over"] = IsOver });
}
