using System.Runtime.InteropServices;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli;

/// <summary>
/// Everything by which a person, a shell or a service manager asks the process to end - Ctrl-C, SIGTERM, a terminal that was closed - as
/// one token: rovers are stopped, records and page are written, then the process ends. Asked twice, or busy for longer than
/// <see cref="GraceTime"/>, it ends at once.
/// </summary>
public sealed class Interruption : IDisposable
{
    /// <summary>Enough for the slowest goodbye: a checkpoint of hundreds of megabytes on a slow disk.</summary>
    public static readonly TimeSpan GraceTime = TimeSpan.FromSeconds(30);

    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Timer grace = new(_ => Environment.Exit(ExitCode.Interrupted));
    private int asked;

    public Interruption()
    {
        foreach (var signal in Signals)
            registrations.Add(PosixSignalRegistration.Create(signal, Ask));
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        grace.Dispose();
        source.Dispose();
    }

    private void Ask(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref asked) > 1)
            Environment.Exit(ExitCode.Interrupted);
        grace.Change(GraceTime, System.Threading.Timeout.InfiniteTimeSpan);
        source.Cancel();
    }
}
