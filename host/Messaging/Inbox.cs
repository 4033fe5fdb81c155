using System.Diagnostics;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>The bounded queue between a client's network thread and the reader. When full, the newest message is dropped and counted:
/// memory stays bounded by the capacity whatever the network does.</summary>
public sealed class Inbox
{
    private readonly Queue<Message> _messages = new();
    private int _capacity;
    private long _dropped;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Empties the inbox for a new connection: what the old one left unread is stale. The count of dropped messages goes on.</summary>
    public void Reset(int capacity)
    {
        lock (_messages)
        {
            _messages.Clear();
            _capacity = capacity;
        }
    }

    /// <summary>False where the message was dropped.</summary>
    public bool TryAdd(in Message message)
    {
        lock (_messages)
        {
            if (_messages.Count >= _capacity)
            {
                Interlocked.Increment(ref _dropped);
                return false;
            }

            _messages.Enqueue(message);
            Monitor.Pulse(_messages);
            return true;
        }
    }

    public bool TryTake(out Message message)
    {
        lock (_messages)
            return _messages.TryDequeue(out message);
    }

    /// <summary>True as soon as a message is there, false once <paramref name="timeout"/> has passed.</summary>
    public bool Wait(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_messages)
        {
            while (_messages.Count == 0)
            {
                var left = timeout - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_messages, left))
                    return _messages.Count > 0;
            }

            return true;
        }
    }
}
