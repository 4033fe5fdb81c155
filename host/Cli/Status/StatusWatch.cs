using System.Diagnostics;
using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Status;

/// <summary>Shows a fleet until the time is up or somebody has seen enough: a table in place on a terminal; elsewhere a line for each rover
/// whenever something but its numbers changes.</summary>
/// <param name="look">The fleet as it is now.</param>
/// <param name="note">What is wrong with all of it; null: nothing.</param>
public sealed class StatusWatch(VerbContext context, FleetLink link, Func<IReadOnlyList<RoverView>> look, Func<string?> note)
{
    /// <summary>As often as a rover of the slowest usual period speaks.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, string> told = new(StringComparer.Ordinal);
    private readonly long began = Stopwatch.GetTimestamp();

    /// <returns>False where it was stopped, rather than came to its end.</returns>
    public bool Run()
    {
        if (!context.IsTerminal)
            return Run(() => Tell(look(), note()));
        var isDone = false;
        context.Console.Live(Show()).AutoClear(false).Start(live =>
        {
            isDone = Run(() =>
            {
                live.UpdateTarget(Show());
                live.Refresh();
            });
        });
        return isDone;
    }

    private bool Run(Action show)
    {
        try
        {
            while (context.Left > TimeSpan.Zero || context.Left == Timeout.InfiniteTimeSpan)
            {
                var left = context.Left;
                link.Listen(() => false, left != Timeout.InfiniteTimeSpan && left < Refresh ? left : Refresh, context.Cancellation);
                show();
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return context.IsTimeUp;
        }
    }

    private Rows Show() => new(
        StatusTable.Of(look()),
        new Text(note() ?? (context.Timeout == Timeout.InfiniteTimeSpan ? "Ctrl-C ends it." : "")));

    private void Tell(IReadOnlyList<RoverView> views, string? problem)
    {
        foreach (var view in views)
            Tell(view.Name, Key(view), () => StatusText.Line(view));
        Tell("", problem ?? "", () => problem is null ? "that is over" : problem);
    }

    private void Tell(string name, string key, Func<string> line)
    {
        if (told.GetValueOrDefault(name, "") == key)
            return;
        told[name] = key;
        var afterS = Stopwatch.GetElapsedTime(began).TotalSeconds;
        context.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{afterS,8:0.0} s  {line()}"));
    }

    private static string Key(RoverView view) => string.Join(
        '|', StatusText.Mode(view), StatusText.Set(view), view.Presence?.Firmware, StatusText.Faults(view), StatusText.Signal(view),
        view.Presence?.BootCount);
}
