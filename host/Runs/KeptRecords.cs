using MultiAgentEdge.Host.Commands;
using Spectre.Console;

namespace MultiAgentEdge.Host.Runs;

/// <summary>What a run keeps of itself once its rovers drive: on a full disk it is lost and said, and neither the drive nor its answer ends
/// for it.</summary>
public sealed class KeptRecords(RunFolder run)
{
    private IOException? lost;

    /// <summary>A text file that grows with the run.</summary>
    public PartialFile Begin(string name) => run.Begin(name, forgives: true);

    public void End(PartialFile file)
    {
        file.Complete();
        lost ??= file.Failure;
    }

    public void Write(string name, string text) => Try(() => run.Write(name, text));

    /// <summary>Says what is missing, and makes a run that kept only a part of its records one that succeeded in part.</summary>
    /// <param name="code">Of the run itself.</param>
    public int Close(VerbContext context, int code)
    {
        if (lost is null)
            return code;
        context.Console.MarkupLineInterpolated($"[red]The rovers drove on, but records of it are missing in {run.Path}: {lost.Message}[/]");
        return code == ExitCode.Ok ? ExitCode.Partial : code;
    }

    /// <summary>Writes what may be lost.</summary>
    public void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception)
        {
            lost ??= exception;
        }
    }
}
