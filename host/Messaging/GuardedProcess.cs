using System.Diagnostics;
using System.Globalization;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// A child program that cannot outlive its parent, not even one that is killed with <c>kill -9</c>: a small shell holds the other end of a
/// pipe, and when that closes, for whatever reason, it kills the child. (PR_SET_PDEATHSIG would do it when the starting thread ends, which
/// is not the same.) In a session of its own, so that Ctrl-C reaches the host only, and the host decides the order of the shutdown.
/// </summary>
public sealed class GuardedProcess : IDisposable
{
    // Writes the child's pid; then a line "TERM" or the end of the pipe ends the child. The list item needs the pipe as another
    // descriptor because a shell gives background jobs /dev/null as their input. Its own first argument is the file that takes the
    // child's output.
    private const string Guard =
        "exec 3<&0 2>/dev/null; log=$1; shift; \"$@\" 3<&- </dev/null >>\"$log\" 2>&1 & child=$!; echo $child; "
        + "{ read -r signal; kill -${signal:-KILL} $child; } <&3 >/dev/null 2>&1 & guard=$!; "
        + "wait $child; code=$?; kill $guard 2>/dev/null; exit $code";

    private readonly Process _process;

    private GuardedProcess(Process process, int processId)
    {
        _process = process;
        ProcessId = processId;
    }

    /// <summary>Of the program itself, not of the shell around it.</summary>
    public int ProcessId { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Of one that has exited, as a shell gives it: 128 and the signal of one that a signal ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <param name="program">A path, or a name on PATH.</param>
    public static GuardedProcess Start(string program, params string[] arguments) => Start(null, program, arguments);

    /// <param name="output">File that what it prints is added to; null: nobody reads it.</param>
    /// <param name="program">A path, or a name on PATH.</param>
    public static GuardedProcess Start(string? output, string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (OperatingSystem.IsWindows())
        {
            start.FileName = program;
        }
        else
        {
            string? newSession = BrokerProgram.Find("setsid");
            start.FileName = newSession ?? "/bin/sh";
            if (newSession is not null)
                start.ArgumentList.Add("/bin/sh");
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(Guard);
            start.ArgumentList.Add("mae-guard");
            start.ArgumentList.Add(output ?? "/dev/null");
            start.ArgumentList.Add(program);
        }

        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        int processId = OperatingSystem.IsWindows()
            ? process.Id
            : int.Parse(process.StandardOutput.ReadLine() ?? "0", CultureInfo.InvariantCulture);
        return new GuardedProcess(process, processId);
    }

    /// <summary>Asks the program to end by itself, and goes on at once.</summary>
    public void Ask() => Send("TERM");

    /// <summary>Asks the program to end by itself, and kills it where it does not in time.</summary>
    /// <param name="patience">Null: two seconds, in which a broker saves its database.</param>
    public void Stop(TimeSpan? patience = null)
    {
        Send("TERM");
        if (!_process.WaitForExit(patience ?? TimeSpan.FromSeconds(2)))
            Kill();
    }

    /// <summary><c>kill -9</c>.</summary>
    public void Kill()
    {
        Send("KILL");
        if (!_process.WaitForExit(TimeSpan.FromSeconds(2)))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(TimeSpan.FromSeconds(2));
        }
    }

    /// <summary>Lets go of the pipe: what the kernel does for a parent that was killed.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child was first.
        }

        _process.Dispose();
    }

    private void Send(string signal)
    {
        if (_process.HasExited)
            return;
        try
        {
            if (OperatingSystem.IsWindows())
                _process.Kill();
            else
                _process.StandardInput.WriteLine(signal);
            _process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It ended in the meantime, which is what was asked for.
        }
    }
}
