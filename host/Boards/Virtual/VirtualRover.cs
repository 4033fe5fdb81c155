using System.Diagnostics;
using System.Net.Sockets;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Boards;

/// <summary>One virtual board: its process, and the cable to it (the class Cable of firmware/Rover.Virtual says what it carries).</summary>
public sealed class VirtualRover : IDisposable
{
    private const int MostStarts = 4;

    /// <summary>Whose line holds for so long has not ended at its start: a restart that it wanted itself.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(5);
    private readonly byte[] settings;
    private readonly string log;
    private readonly byte[] heard = new byte[1024];
    private GuardedProcess? process;
    private TcpClient? cable;
    private int starts;
    private long connectedAt;

    internal VirtualRover(string name, byte[] settings, string log)
    {
        Name = name;
        this.settings = settings;
        this.log = log;
    }

    public string Name { get; }

    /// <summary>Of the last start; 0 before it.</summary>
    public int ProcessId => process?.ProcessId ?? 0;

    /// <summary>How often its program has begun.</summary>
    public int Boots { get; private set; }

    public bool IsRunning => process is { HasExited: false };

    public bool HasCable => cable is not null;

    /// <summary>Given up.</summary>
    public bool IsLost => Why is not null;

    /// <summary>Why it was given up, with the last line that its process said; null: it was not.</summary>
    public string? Why { get; private set; }

    internal bool MayStart => starts < MostStarts;

    internal void Start(Interpreter interpreter, int port)
    {
        starts++;
        process?.Dispose();
        string[] last = interpreter.TakesPort ? [port.ToString(System.Globalization.CultureInfo.InvariantCulture)] : [];
        process = GuardedProcess.Start(log, interpreter.Program, [.. interpreter.Arguments, .. last]);
    }

    /// <summary>Gives it its storage: the settings, and a count of boots above whatever another process has used.</summary>
    internal void Connect(TcpClient client)
    {
        client.SendTimeout = (int)SendLimit.TotalMilliseconds;
        Boots++;
        var count = new byte[8];
        Bytes.PutU32(count, 0, (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Bytes.PutU32(count, 4, Crc32.Compute(count, 0, 4));
        try
        {
            client.GetStream().Write([.. Framed(settings), .. Framed(count)]);
            cable = client;
            connectedAt = Stopwatch.GetTimestamp();
        }
        catch (IOException)
        {
            client.Dispose();
        }
    }

    /// <summary>Reads what its console says, which nobody asked for, and notices its end.</summary>
    internal void Hear()
    {
        if (cable is null)
            return;
        try
        {
            while (cable.Client.Poll(0, SelectMode.SelectRead))
            {
                if (cable.Client.Receive(heard) > 0)
                    continue;
                Unplug();
                return;
            }
        }
        catch (SocketException)
        {
            Unplug();
        }
    }

    internal void Lose(string why)
    {
        var said = File.Exists(log) ? File.ReadLines(log).LastOrDefault(line => line.Trim().Length > 0) : null;
        Why = said is null ? why : $"{why}; it said last: {said.Trim()}";
        End();
    }

    public void Dispose() => End();

    private void End()
    {
        Unplug();
        process?.Kill();
        process?.Dispose();
        process = null;
    }

    private void Unplug()
    {
        if (cable is not null && Stopwatch.GetElapsedTime(connectedAt) > Settled)
            starts = 0;
        cable?.Dispose();
        cable = null;
    }

    private static byte[] Framed(byte[] file) => [(byte)file.Length, (byte)(file.Length >> 8), .. file];
}
