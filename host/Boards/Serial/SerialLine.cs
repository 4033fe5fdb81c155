using System.Diagnostics;
using System.Text;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// A serial port of Linux or macOS at 115,200 baud, set up by stty (System.IO.Ports is not on every package feed). Nothing here waits
/// longer than it is told to, whatever the other end does; a port is held by one program at a time.
/// </summary>
public sealed class SerialLine : IBoardLine
{
    private const int BaudRate = 115200;
    private static readonly TimeSpan SetupLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(2);

    // How long a person's Ctrl-C may go unseen.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    private readonly long opened = Stopwatch.GetTimestamp();
    private readonly LineAssembler lines = new();
    private readonly CancellationToken cancellation;
    private int descriptor;

    private SerialLine(string port, int descriptor, CancellationToken cancellation)
    {
        Description = port;
        this.descriptor = descriptor;
        this.cancellation = cancellation;
    }

    public string Description { get; }

    public TimeSpan Now => Stopwatch.GetElapsedTime(opened);

    /// <summary>Serial ports that look like a board's: USB adapters and USB devices.</summary>
    public static IReadOnlyList<string> Find() => Directory.Exists("/dev")
        ? [.. new[] { "ttyUSB*", "ttyACM*", "cu.usbserial*", "cu.usbmodem*", "cu.SLAB*" }
            .SelectMany(pattern => Directory.EnumerateFileSystemEntries("/dev", pattern)).Order(StringComparer.Ordinal)]
        : [];

    /// <exception cref="BoardException">No such port, no permission, busy, no serial port, or no stty: each says which.</exception>
    public static SerialLine Open(string port, CancellationToken cancellation = default)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new BoardException(
                BoardFault.Unreachable,
                "Serial consoles are opened on Linux and macOS only; on Windows provision with a configuration file (--out).");
        }

        if (Directory.Exists(port))
            throw new BoardException(BoardFault.NotSerial, $"{port} is a folder, not a serial port.");
        var descriptor = PosixTerminal.Open(port, out var error);
        if (descriptor < 0)
            throw CannotOpen(port, error);
        var line = new SerialLine(port, descriptor, cancellation);
        try
        {
            if (!PosixTerminal.IsTerminal(descriptor))
                throw new BoardException(BoardFault.NotSerial, $"{port} is no serial port.");
            if (!PosixTerminal.TryLock(descriptor))
                throw new BoardException(BoardFault.Busy, $"{port} is busy: another program has it open.");
            SetUp(port);
            return line;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    public void Send(string line)
    {
        var left = Encoding.UTF8.GetBytes(line + "\n").AsSpan();
        var deadline = Now + WriteLimit;
        while (left.Length > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = PosixTerminal.Write(descriptor, left, out var error);
            if (count > 0)
                left = left[count..];
            else if (error != PosixTerminal.WouldBlock && error != PosixTerminal.Interrupted)
                throw Gone();
            else if (Now > deadline)
                throw new BoardException(BoardFault.Silent, $"{Description} takes no more: nothing at its other end reads.");
            else
                PosixTerminal.Wait(descriptor, forWriting: true, Slice);
        }
    }

    public string? Receive(TimeSpan limit)
    {
        Span<byte> buffer = stackalloc byte[256];
        var deadline = Now + limit;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (lines.TryTake(out var line))
                return line;
            var count = PosixTerminal.Read(descriptor, buffer, out var error);
            if (count > 0)
                lines.Add(buffer[..count]);
            else if (count == 0 || (error != PosixTerminal.WouldBlock && error != PosixTerminal.Interrupted))
                throw Gone();
            // Checked after every read: a port that never falls silent does not hold anybody.
            var left = deadline - Now;
            if (left <= TimeSpan.Zero)
                return lines.TryTake(out line) ? line : null;
            if (count < 0)
                PosixTerminal.Wait(descriptor, forWriting: false, left < Slice ? left : Slice);
        }
    }

    public void Wait(TimeSpan time)
    {
        cancellation.WaitHandle.WaitOne(time);
        cancellation.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        if (descriptor < 0)
            return;
        _ = PosixTerminal.Close(descriptor);
        descriptor = -1;
    }

    private static BoardException CannotOpen(string port, int error) => error switch
    {
        PosixTerminal.AccessDenied or PosixTerminal.NotPermitted => new BoardException(BoardFault.Forbidden, $"You may not open {port}."),
        PosixTerminal.Busy => new BoardException(BoardFault.Busy, $"{port} is busy: another program has it open."),
        PosixTerminal.NoSuchFile or PosixTerminal.NoSuchDevice => new BoardException(
            BoardFault.Unreachable,
            $"There is no port {port}{(Find() is { Count: > 0 } found ? $"; there are {string.Join(", ", found)}" : "; no board is plugged in")}."),
        _ =>
            new BoardException(
                BoardFault.Unreachable, $"{port} cannot be opened: {new System.ComponentModel.Win32Exception(error).Message}."),
    };

    private static void SetUp(string port)
    {
        var start = new ProcessStartInfo("stty") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { OperatingSystem.IsMacOS() ? "-f" : "-F", port, $"{BaudRate}", "raw", "-echo", "cs8", "-cstopb",
            "-parenb", "clocal", "-hupcl" })
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            if (!process.WaitForExit(SetupLimit))
            {
                process.Kill();
                throw new BoardException(BoardFault.Unreachable, $"stty did not set up {port} within {SetupLimit.TotalSeconds:0} s.");
            }

            if (process.ExitCode != 0)
                throw new BoardException(BoardFault.Unreachable, $"{port} cannot be set up: {process.StandardError.ReadToEnd().Trim()}.");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new BoardException(BoardFault.Unreachable, "stty is not installed (Debian: coreutils).", error);
        }
    }

    private BoardException Gone() => new(BoardFault.Gone, $"{Description} went away while it was in use.");
}
