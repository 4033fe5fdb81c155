using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>What a page is opened to look at, and who has opened one.</summary>
public interface IWatched : IDisposable
{
    /// <summary>Pages that are open.</summary>
    int Pages { get; }

    /// <summary>The verb of this program that drove, or trained, has come to its end; for the page.</summary>
    bool IsOver { get; set; }

    /// <summary>A page opens.</summary>
    StreamClient Open();

    void Close(StreamClient client);

    /// <summary>All that a page has to know before it is told of changes; what the client has not been sent yet is in it.</summary>
    byte[] Hello(StreamClient client, JsonObject more);

    /// <summary>Ends the streams of all pages.</summary>
    void EndPages();
}
