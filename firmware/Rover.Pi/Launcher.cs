using System.Diagnostics;
using MultiAgentEdge.Firmware.Loading;
using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>
/// The loader of a Raspberry Pi: the program that was installed by hand, which starts the one that came over the air as a process, and ends
/// it where that is on trial and does not say in its time that it is alive. Its own end is the service manager's to repair, which starts it
/// anew, as a board is.
/// </summary>
/// <param name="folder">Where programs are unpacked.</param>
/// <param name="builtIn">Version of what was installed by hand.</param>
/// <param name="beat">Tells the service manager that it lives, again and again; the program does that itself once it runs.</param>
public sealed class Launcher(PiPrograms programs, string folder, uint builtIn, Action beat)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private readonly ProgramSlots slots = programs.Slots();
    private ProgramLoader? loader;

    /// <summary>Of a program on trial.</summary>
    public TimeSpan AliveLimit { get; init; } = TimeSpan.FromMicroseconds(ProgramLoader.AliveLimitUs);

    public ProgramSlots Slots => slots;

    /// <summary>What is started; null where <see cref="Decide"/> said something else.</summary>
    public string? Program { get; private set; }

    public BootAction Decide()
    {
        loader = new ProgramLoader(programs.Record, slots, builtIn);
        var action = loader.Start();
        if (action != BootAction.RunSlot)
            return action;
        Program = new ProgramFolders(folder).Ready(slots, loader.Slot, programs.Record.Running);
        // An image without a program is one that ends at once: what is on trial goes back at the next start.
        return Program is null && !programs.Record.IsOnTrial ? BootAction.RunBuiltIn : BootAction.RunSlot;
    }

    /// <summary>Runs <see cref="Program"/> to its end.</summary>
    /// <returns>Its exit code; 1 where it could not be started or was ended.</returns>
    public int Run(IReadOnlyList<string> arguments, CancellationToken end)
    {
        if (Program is null)
            return 1;
        var start = new ProcessStartInfo(Program) { WorkingDirectory = Path.GetDirectoryName(Program)! };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Start(start);
        if (process is null)
            return 1;
        var began = Stopwatch.GetTimestamp();
        var isOnTrial = programs.Record.IsOnTrial;
        while (!process.WaitForExit(LookEvery))
        {
            // The program tells the service manager itself when it is far enough; until then nobody is to take its start for a hang.
            if (isOnTrial && Stopwatch.GetElapsedTime(began) < AliveLimit)
                beat();
            if (end.IsCancellationRequested || (isOnTrial && IsOverdue(began)))
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                return 1;
            }
        }

        return process.ExitCode;
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No program of this machine's kind.
            return null;
        }
    }

    private bool IsOverdue(long began)
    {
        if (Stopwatch.GetElapsedTime(began) < AliveLimit)
            return false;
        programs.Store.Refresh();
        if (!programs.Record.Open() || !programs.Record.IsOnTrial)
            return false;
        loader!.NotAlive();
        return true;
    }
}
