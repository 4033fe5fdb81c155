namespace MultiAgentEdge.Host.Web.Live;

/// <summary>The pages that are open, and what is offered to all of them.</summary>
internal sealed class OpenPages
{
    private readonly Lock gate = new();
    private readonly List<StreamClient> clients = [];

    public int Count
    {
        get
        {
            lock (gate)
                return clients.Count;
        }
    }

    public StreamClient Open()
    {
        var client = new StreamClient();
        lock (gate)
            clients.Add(client);
        return client;
    }

    public void Close(StreamClient client)
    {
        lock (gate)
            clients.Remove(client);
    }

    /// <summary>An event of every page's stream.</summary>
    /// <param name="json">Only made where somebody looks.</param>
    public void Offer(string name, Func<byte[]> json)
    {
        lock (gate)
        {
            if (clients.Count == 0)
                return;
            var message = WatchFrames.Event(name, json());
            clients.ForEach(client => client.Offer(message));
        }
    }

    /// <summary>Ends the streams of all.</summary>
    public void End()
    {
        lock (gate)
            clients.ForEach(client => client.End());
    }
}
