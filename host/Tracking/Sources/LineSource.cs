using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Sources;

/// <summary>
/// Poses as lines of JSON, from a stream (standard input) or a UDP port. A thread reads; of a stream it waits where nobody takes, of a port
/// it drops.
/// </summary>
public sealed class LineSource : IPoseSource
{
    private const int Held = 4096;

    private readonly BlockingCollection<ReadOnlyMemory<byte>?> lines = new(Held);
    private readonly TrackingSetup setup;
    private readonly IDisposable input;
    private long dropped;

    private LineSource(string kind, TrackingSetup setup, IDisposable input, Action<LineSource> read)
    {
        (Kind, this.setup, this.input) = (kind, setup, input);
        // A background thread: a read of standard input cannot be ended, and is not to hold the program.
        new Thread(() => Run(read)) { IsBackground = true, Name = kind }.Start();
    }

    public string Kind { get; }

    public bool IsOver => lines.IsCompleted;

    public bool IsEndless => Port is not null;

    /// <summary>Of UDP, that it listens on; null: a stream.</summary>
    public int? Port { get; private init; }

    public long LinesRead { get; private set; }

    public static LineSource OfStream(string kind, TrackingSetup setup, Stream stream) =>
        new(kind, setup, stream, source => source.ReadStream(stream));

    /// <param name="address">To listen on: the loopback's, so that nobody else on the network places rovers, or another.</param>
    /// <exception cref="MaeException">MAE640: the port cannot be had.</exception>
    public static LineSource OfUdp(TrackingSetup setup, IPAddress address, int port)
    {
        var client = new UdpClient(address.AddressFamily);
        try
        {
            client.Client.Bind(new IPEndPoint(address, port));
        }
        catch (SocketException exception)
        {
            client.Dispose();
            throw new MaeException(ExitCode.Unreachable, "MAE640",
                $"UDP port {port} of {address} cannot be listened to: {exception.Message}.",
                "End the program that does, or choose another: --udp PORT, --bind ADDRESS.", exception);
        }

        return new LineSource("udp", setup, client, source =>
            source.ReadUdp(client)) { Port = ((IPEndPoint)client.Client.LocalEndPoint!).Port };
    }

    public void Poll(TimeSpan wait, IPoseTaker taker)
    {
        if (!lines.TryTake(out var line, wait))
            return;
        do
        {
            Give(line, taker);
        }
        while (lines.TryTake(out line));
        if (Interlocked.Exchange(ref dropped, 0) is > 0 and var lost)
            taker.Note($"{lost} lines came faster than they could be read, and are lost.");
    }

    public void Dispose() => input.Dispose();

    private void Give(ReadOnlyMemory<byte>? line, IPoseTaker taker)
    {
        LinesRead++;
        if (line is not { } text)
            taker.Refuse(PoseRefusal.TooLong, $"A line is longer than {PoseLine.MaxBytes} bytes.");
        else if (PoseLine.Read(text, setup, Kind, null, out var stampUs, out var why) is { } pose)
            taker.Take(pose, stampUs);
        else
            taker.Refuse(why.EndsWith("is on no rover.", StringComparison.Ordinal) ? PoseRefusal.UnknownRover : PoseRefusal.NoPose, why);
    }

    private void Run(Action<LineSource> read)
    {
        try
        {
            read(this);
        }
        catch (Exception exception) when (
            exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException
                or InvalidOperationException)
        {
            // The other end is gone, or we are disposed of: what came is given.
        }
        finally
        {
            lines.CompleteAdding();
        }
    }

    private void ReadStream(Stream stream)
    {
        var splitter = new LineSplitter(PoseLine.MaxBytes);
        var buffer = new byte[8192];
        while (stream.Read(buffer) is > 0 and var count)
            splitter.Add(buffer.AsSpan(0, count), line => lines.Add(line), () => lines.Add(null));
        splitter.End(line => lines.Add(line));
    }

    private void ReadUdp(UdpClient client)
    {
        IPEndPoint? from = null;
        while (true)
        {
            // A datagram ends its last line.
            var splitter = new LineSplitter(PoseLine.MaxBytes);
            splitter.Add(client.Receive(ref from), line => Offer(line), () => Offer(null));
            splitter.End(line => Offer(line));
        }
    }

    private void Offer(ReadOnlyMemory<byte>? line)
    {
        if (!lines.TryAdd(line))
            Interlocked.Increment(ref dropped);
    }
}
