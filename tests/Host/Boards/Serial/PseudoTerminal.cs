using System.Runtime.InteropServices;
using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards.Serial;

/// <summary>The board's end of a serial line: a pseudo-terminal (posix_openpt), whose other end is a port like any other.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int OpenReadWriteNoControl = 0x102;
    private int master;
    private int held;

    public PseudoTerminal()
    {
        master = OpenMaster(OpenReadWriteNoControl);
        Assert.True(master >= 0 && Grant(master) == 0 && Unlock(master) == 0, "no pseudo-terminals here");
        Port = Marshal.PtrToStringUTF8(NameOf(master))!;
        // Held open, so that the port does not hang up before the other side opens it.
        held = PosixTerminal.Open(Port, out _);
        using var raw = System.Diagnostics.Process.Start("stty", ["-F", Port, "raw", "-echo"]);
        raw.WaitForExit();
    }

    public static bool IsThere => OperatingSystem.IsLinux();

    public string Port { get; }

    /// <summary>What has come, within some 20 ms; null once the line is closed.</summary>
    public byte[]? Read()
    {
        if (master < 0)
            return null;
        if (!PosixTerminal.Wait(master, forWriting: false, TimeSpan.FromMilliseconds(20)))
            return [];
        var buffer = new byte[256];
        var count = PosixTerminal.Read(master, buffer, out _);
        return count > 0 ? buffer[..count] : null;
    }

    public void Write(byte[] bytes) => PosixTerminal.Write(master, bytes, out _);

    /// <summary>Pulls the plug.</summary>
    public void Dispose()
    {
        foreach (var descriptor in new[] { master, held }.Where(one => one >= 0))
            _ = PosixTerminal.Close(descriptor);
        master = held = -1;
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt")]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt")]
    private static partial int Grant(int descriptor);

    [LibraryImport("libc", EntryPoint = "unlockpt")]
    private static partial int Unlock(int descriptor);

    [LibraryImport("libc", EntryPoint = "ptsname")]
    private static partial IntPtr NameOf(int descriptor);
}
