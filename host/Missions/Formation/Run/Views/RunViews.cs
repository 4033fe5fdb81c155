using System.Diagnostics;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Formation.Report;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Formation.Run.Views;

/// <summary>Picks the view: drawn in place on a terminal, plain lines elsewhere.</summary>
public static class RunViews
{
    /// <summary>Runs <paramref name="body"/> with a view to report to.</summary>
    public static async Task<T> WatchAsync<T>(VerbContext context, RunInfo info, Func<IRunView, Task<T>> body)
    {
        if (!context.IsTerminal)
            return await body(new PlainView(context.Console, info));
        var view = new TerminalView(info, context.Console);
        return await context.Console.Live(new Text(info.Title)).AutoClear(false).StartAsync(live =>
        {
            view.Attach(live);
            return body(view);
        });
    }

    /// <summary>One line every so many periods, and each note: for logs and pipes.</summary>
    private sealed class PlainView(IAnsiConsole console, RunInfo info) : IRunView
    {
        // About twenty lines a run, however long it is.
        private readonly int everyPeriods = Math.Max(1, info.Periods / 20);
        private int seen;

        public void Show(PeriodRecord record)
        {
            if (seen++ % everyPeriods == 0)
                console.WriteLine(FormationFrame.Line(record, info, seen));
        }

        public void Note(string text) => console.WriteLine(text);
    }

    private sealed class TerminalView(RunInfo info, IAnsiConsole console) : IRunView
    {
        // Faster than the eye follows costs time and flickers.
        private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(60);

        private readonly Queue<string> notes = new();
        private LiveDisplayContext? live;
        private long shownAt;
        private int seen;

        public void Attach(LiveDisplayContext context) => live = context;

        public void Show(PeriodRecord record)
        {
            seen++;
            if (shownAt != 0 && Stopwatch.GetElapsedTime(shownAt) < FrameTime && seen != info.Periods)
                return;
            shownAt = Stopwatch.GetTimestamp();
            live?.UpdateTarget(FormationFrame.Render(record, info, seen, notes, console.Profile.Width));
            live?.Refresh();
        }

        public void Note(string text)
        {
            notes.Enqueue(text);
            if (notes.Count > 5)
                notes.Dequeue();
        }
    }
}
