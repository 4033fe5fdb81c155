using System.Diagnostics;
using System.Text;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// A serial port of Linux or macOS at 115,200 baud, set up by stty (System.IO.Ports is not on every package feed). A background reader collects
/// lines, because a blocked read of a terminal cannot be given a limit.
/// </summary>
public sealed class SerialLine : IBoardLine
{
    private const int BaudRate = 115200;
    private static readonly TimeSpan SetupLimit = TimeSpan.FromSeconds(5);

    private readonly System.Collections.Concurrent.BlockingCollection<string> lines = new(1024);
    private readonly FileStream stream;

    private SerialLine(string port, FileStream stream)
    {
        Description = port;
        this.stream = stream;
        new Thread(Read) { IsBackground = true, Name = "serial " + port }.Start();
    }

    public string Description { get; }

    /// <summary>Serial ports that look like a board's: USB adapters and USB devices.</summary>
    public static IReadOnlyList<string> Find() => Directory.Exists("/dev")
        ? [.. new[] { "ttyUSB*", "ttyACM*", "cu.usbserial*", "cu.usbmodem*", "cu.SLAB*" }.SelectMany(pattern => Directory.EnumerateFileSystemEntries("/dev", pattern)).Order(StringComparer.Ordinal)]
        : [];

    /// <exception cref="BoardException">No such port, no permission, or no stty.</exception>
    public static SerialLine Open(string port)
    {
        if (OperatingSystem.IsWindows())
            throw new BoardException(BoardFault.Unreachable, "Serial consoles are opened on Linux and macOS only; on Windows provision with a configuration file (--out).");
        if (!File.Exists(port))
            throw new BoardException(BoardFault.Unreachable, $"There is no port {port}{(Find() is { Count: > 0 } found ? $"; there are {string.Join(", ", found)}" : "; no board is plugged in")}.");
        SetUp(port);
        try
        {
            return new SerialLine(port, new FileStream(port, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BoardException(BoardFault.Unreachable, $"{port} cannot be opened: {error.Message}", error);
        }
    }

    public void Send(string line) => stream.Write(Encoding.ASCII.GetBytes(line + "\n"));

    public string? Receive(TimeSpan limit) => lines.TryTake(out var line, limit) ? line : null;

    public void Wait(TimeSpan time) => Thread.Sleep(time);

    public void Dispose() => stream.Dispose();

    private static void SetUp(string port)
    {
        var start = new ProcessStartInfo("stty") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { OperatingSystem.IsMacOS() ? "-f" : "-F", port, $"{BaudRate}", "raw", "-echo", "cs8", "-cstopb", "-parenb", "clocal", "-hupcl" })
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
                throw new BoardException(BoardFault.Unreachable, $"{port} cannot be set up: {process.StandardError.ReadToEnd().Trim()}. You may have to join its group: sudo usermod -aG dialout $USER");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new BoardException(BoardFault.Unreachable, "stty is not installed (Debian: coreutils).", error);
        }
    }

    private void Read()
    {
        var buffer = new byte[256];
        var line = new StringBuilder();
        try
        {
            while (stream.Read(buffer) is > 0 and var count)
            {
                foreach (var value in buffer.AsSpan(0, count))
                {
                    if (value == '\n')
                    {
                        lines.TryAdd(line.ToString().TrimEnd('\r'));
                        line.Clear();
                    }
                    else if (line.Length < 4096)
                    {
                        line.Append((char)value);
                    }
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Unplugged or closed: whoever waits runs into his limit.
            line.Clear();
        }
    }
}
