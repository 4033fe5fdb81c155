using System.Threading.Channels;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>One open page: what it has not been sent yet. A page that does not keep up is sent everything anew, and never more than it
/// takes.</summary>
public sealed class StreamClient
{
    private readonly Channel<byte[]> waiting = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(64) { SingleReader = true });
    private volatile bool isBehind = true;

    /// <summary>It lacks something: the next it gets is the whole state.</summary>
    public bool IsBehind => isBehind;

    public void Offer(byte[] message)
    {
        if (!isBehind && !waiting.Writer.TryWrite(message))
            isBehind = true;
    }

    /// <summary>It is about to be sent the whole state: what waits is part of it.</summary>
    public void CatchUp()
    {
        while (waiting.Reader.TryRead(out _))
        {
        }

        isBehind = false;
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancel) => waiting.Reader.WaitToReadAsync(cancel);

    public bool TryTake(out byte[]? message) => waiting.Reader.TryRead(out message);

    public void End() => waiting.Writer.TryComplete();
}
