using System.Runtime.InteropServices;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// The few calls of libc that a serial port needs and .NET does not offer: opening without waiting for a carrier and without becoming the
/// controlling terminal of this process (whose end a pulled cable would then be), and waiting with a limit. Linux and macOS.
/// </summary>
internal static unsafe partial class PosixTerminal
{
    public const int NoSuchFile = 2;
    public const int NoSuchDevice = 6;
    public const int NotPermitted = 1;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int Interrupted = 4;

    private const int LockExclusive = 2;
    private const int LockNoWait = 4;
    private const short PollIn = 1;
    private const short PollOut = 4;

    /// <summary>EAGAIN.</summary>
    public static int WouldBlock => OperatingSystem.IsMacOS() ? 35 : 11;

    // O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC of each.
    private static int OpenFlags => OperatingSystem.IsMacOS() ? 0x2 | 0x4 | 0x20000 | 0x1000000 : 0x2 | 0x800 | 0x100 | 0x80000;

    /// <summary>A descriptor, or -1 with the error.</summary>
    public static int Open(string path, out int error) => Checked(OpenNative(path, OpenFlags), out error);

    /// <summary>False: somebody else holds it.</summary>
    public static bool TryLock(int descriptor) => Flock(descriptor, LockExclusive | LockNoWait) == 0;

    public static bool IsTerminal(int descriptor) => IsATty(descriptor) == 1;

    /// <summary>Bytes read, 0 at the end; -1 with the error.</summary>
    public static int Read(int descriptor, Span<byte> into, out int error)
    {
        fixed (byte* at = into)
            return Checked((int)ReadNative(descriptor, at, into.Length), out error);
    }

    /// <summary>Bytes written; -1 with the error.</summary>
    public static int Write(int descriptor, ReadOnlySpan<byte> from, out int error)
    {
        fixed (byte* at = from)
            return Checked((int)WriteNative(descriptor, at, from.Length), out error);
    }

    /// <summary>Waits until there is something to read (or room to write), or the line is gone; false when the time is up.</summary>
    public static bool Wait(int descriptor, bool forWriting, TimeSpan limit)
    {
        var entry = new PollEntry { Descriptor = descriptor, Events = forWriting ? PollOut : PollIn };
        return Poll(ref entry, 1, (int)Math.Clamp(Math.Ceiling(limit.TotalMilliseconds), 0, int.MaxValue)) != 0;
    }

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    private static int Checked(int result, out int error)
    {
        error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        return result;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenNative(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Flock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsATty(int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadNative(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteNative(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollEntry entries, nuint count, int timeoutMs);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }
}
