using System.Diagnostics;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>The bounded queue between a client's network thread and the reader. When full, of messages or of bytes, the newest message is
/// dropped and counted: memory stays bounded whatever the network does.</summary>
public sealed class Inbox
{
    /// <summary>Longer payloads are rare, and not worth keeping.</summary>
    private const int LongestKept = 4096;

    /// <summary>Lengths, and buffers of each, that are kept.</summary>
    private const int MostLengths = 64;
    private const int MostOfALength = 64;

    /// <summary>Bytes of all buffers that are kept: whoever sends many lengths must not fill the memory with them.</summary>
    private const int MostKeptBytes = 1 << 18;

    /// <summary>Of a message beside its payload, about.</summary>
    private const int MessageBytes = 64;

    private readonly Queue<Message> _messages = new();
    private readonly Dictionary<int, Stack<byte[]>> _free = [];
    private int _capacity;
    private int _byteCapacity;
    private long _bytes;
    private int _freeBytes;
    private long _dropped;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Empties the inbox for a new connection: what the old one left unread is stale. The count of dropped messages goes
    /// on.</summary>
    /// <param name="capacity">Messages.</param>
    /// <param name="byteCapacity">Bytes of all of them.</param>
    public void Reset(int capacity, int byteCapacity = int.MaxValue)
    {
        lock (_messages)
        {
            _messages.Clear();
            _bytes = 0;
            _capacity = capacity;
            _byteCapacity = byteCapacity;
        }
    }

    /// <summary>False where the message was dropped.</summary>
    public bool TryAdd(in Message message)
    {
        lock (_messages)
        {
            if (!HasRoom(SizeOf(message.Payload.Length)))
                return false;
            _messages.Enqueue(message);
            Monitor.Pulse(_messages);
            return true;
        }
    }

    /// <summary>As <see cref="TryAdd(in Message)"/>, with a copy of the payload in a buffer that was given back, where there is one of its
    /// length.</summary>
    public bool TryAdd(string topic, ReadOnlySpan<byte> payload, bool retained)
    {
        lock (_messages)
        {
            if (!HasRoom(SizeOf(payload.Length)))
                return false;
            var buffer = Buffer(payload.Length);
            payload.CopyTo(buffer);
            _messages.Enqueue(new Message(topic, buffer, retained));
            Monitor.Pulse(_messages);
            return true;
        }
    }

    /// <summary>Takes back the payload of a message that nobody looks at any more.</summary>
    public void Recycle(byte[] payload)
    {
        if (payload.Length is 0 or > LongestKept)
            return;
        lock (_messages)
        {
            if (!_free.TryGetValue(payload.Length, out var free))
            {
                if (_free.Count == MostLengths)
                    return;
                _free[payload.Length] = free = new Stack<byte[]>();
            }

            if (free.Count == MostOfALength || _freeBytes + payload.Length > MostKeptBytes)
                return;
            free.Push(payload);
            _freeBytes += payload.Length;
        }
    }

    public bool TryTake(out Message message)
    {
        lock (_messages)
        {
            if (!_messages.TryDequeue(out message))
                return false;
            _bytes -= SizeOf(message.Payload.Length);
            return true;
        }
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
                // Monitor counts whole milliseconds: less than one would be none, and a caller who waits for a moment would spin towards
                // it.
                if (left <= TimeSpan.Zero || !Monitor.Wait(_messages, (int)Math.Ceiling(left.TotalMilliseconds)))
                    return _messages.Count > 0;
            }

            return true;
        }
    }

    private static int SizeOf(int payloadBytes) => MessageBytes + payloadBytes;

    // Takes the room, or counts one dropped.
    private bool HasRoom(int bytes)
    {
        if (_messages.Count >= _capacity || _bytes + bytes > _byteCapacity)
        {
            Interlocked.Increment(ref _dropped);
            return false;
        }

        _bytes += bytes;
        return true;
    }

    private byte[] Buffer(int length)
    {
        if (!_free.TryGetValue(length, out var free) || !free.TryPop(out var kept))
            return new byte[length];
        _freeBytes -= length;
        return kept;
    }
}
