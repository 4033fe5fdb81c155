using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Web;
using MultiAgentEdge.Host.Web.Live;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Watch;

/// <summary>
/// What every verb that drives a fleet has besides: a page that shows it (<c>--web</c>), and Esc at the terminal, which stops it. Both look
/// at the fleet over the verb's own broker, from the moment the verb can be reached there. The page of a verb that trains shows the curves
/// of its run folder. A page that is open when the verb ends keeps the program until it is closed.
/// </summary>
internal sealed class WatchedVerb : IAsyncDisposable
{
    public static readonly Option<bool?> Web = new("--web")
    {
        Description = "Show it in a browser, on this machine alone",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static readonly Option<bool> NoOpen = new("--no-open") { Description = "Print the page's address and open no browser" };

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>A page that is loaded anew is away for a moment.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(3);

    private readonly VerbContext context;
    private readonly bool hasPage;
    private readonly bool opens;
    private readonly string runs;
    private IWatched? watch;
    private WatchServer? server;

    private WatchedVerb(VerbContext context, bool hasPage, bool opens, string runs)
    {
        (this.context, this.hasPage, this.opens, this.runs) = (context, hasPage, opens, runs);
        context.HasPage = hasPage;
    }

    /// <summary>Null where there is nothing to watch.</summary>
    public static WatchedVerb? Of(Verb verb, ParseResult parse, VerbContext context)
    {
        if (verb.Page == WebPage.None)
            return null;
        var asked = parse.GetResult(Web) is { Implicit: false } ? parse.GetValue(Web) ?? true : (bool?)null;
        var hasPage = asked ?? (verb.Page == WebPage.Unasked && !context.Json);
        var hasRuns = verb.Symbols.Any(symbol => symbol.Name == "--runs");
        var watched = new WatchedVerb(
            context, hasPage, context.IsTerminal && !parse.GetValue(NoOpen), hasRuns ? parse.GetRequiredValue<string>("--runs") : "runs");
        if (verb.Page == WebPage.Training)
        {
            if (hasPage)
                Spectators.FollowTrainings(watched.Meet);
            return watched;
        }

        context.Keys = TerminalKeys.Of(context);
        if (hasPage || context.Keys is not null)
            Spectators.Follow(watched.Meet);
        return watched;
    }

    /// <summary>The verb has come to its end: waits until nobody looks any more.</summary>
    public async Task LingerAsync()
    {
        if (server is not { } page || page.Watch.Pages == 0)
            return;
        page.Watch.IsOver = true;
        context.Console.MarkupLine("[grey]The page stays until it is closed, or until Ctrl-C.[/]");
        var alone = TimeSpan.Zero;
        while (alone < Away && !context.Cancellation.IsCancellationRequested)
        {
            await Task.Delay(Look, context.Cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
            alone = page.Watch.Pages == 0 ? alone + Look : TimeSpan.Zero;
        }
    }

    public async ValueTask DisposeAsync()
    {
        context.Keys?.Dispose();
        if (server is not null)
            await server.DisposeAsync();
        watch?.Dispose();
    }

    private void Meet(WatchedFleet fleet) => Meet(() =>
    {
        var seen = new FleetWatch(fleet);
        watch = seen;
        if (hasPage)
            Serve(seen);
        if (context.Keys is { } keys)
            StopBy(keys, seen);
    });

    private void Meet(RunFolder training) => Meet(() => Serve(watch = new TrainingWatch(Path.GetFileName(training.Path))));

    private void Meet(Action look)
    {
        if (watch is not null)
            return;
        try
        {
            look();
        }
        catch (Exception e) when (e is MaeException or MessagingException)
        {
            // It drives, or trains, all the same.
            context.Console.MarkupLineInterpolated($"[yellow]No page: {e.Message}[/]");
        }
    }

    private void Serve(IWatched seen)
    {
        server = WatchServer.StartAsync(seen, new WatchOptions { MayControl = true, Runs = runs }, context.Cancellation)
            .GetAwaiter().GetResult();
        context.Console.MarkupLineInterpolated($"Watch it: [bold]{server.Url}[/]");
        if (opens && Browser.HasDisplay)
            Browser.Open(server.Url);
    }

    private void StopBy(TerminalKeys keys, FleetWatch fleet)
    {
        context.Console.MarkupLine("[grey]Esc stops every rover at once; R then releases them, A arms them again[/]");
        keys.On(ConsoleKey.Escape, () =>
        {
            fleet.Stop("this terminal");
            context.Console.MarkupLine("[bold red]STOP[/]");
        });
        keys.On(ConsoleKey.R, () =>
        {
            if (fleet.StopStands)
                fleet.Release("this terminal");
        });
        keys.On(ConsoleKey.A, () =>
        {
            if (fleet.AwaitsArming)
                fleet.Arm("this terminal");
        });
        fleet.Stopped += (confirmed, missing) =>
        {
            var who = missing.Count == 0 ? $"all {confirmed} rovers have stopped" : $"{confirmed} have stopped; not: {string.Join(", ", missing)}";
            context.Console.MarkupLineInterpolated($"[bold]{who}[/]");
        };
    }
}
