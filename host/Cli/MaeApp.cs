using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine;
using System.Globalization;
using MultiAgentEdge.Host.Cli.Verbs;
using MultiAgentEdge.Host.Cli.Watch;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Cli;

/// <summary>Builds the command tree from <see cref="VerbList"/> and runs one command line.</summary>
public static class MaeApp
{
    private static readonly Option<bool> JsonOption = new("--json")
    {
        Description = "Print exactly one JSON object on standard output; everything else goes to standard error.",
        Recursive = true,
    };

    /// <summary>Runs one command line.</summary>
    /// <param name="cancellation">Ends it with 130 (<see cref="Interruption"/>); the verb cleans up and writes what its run has come
    /// to.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        MissionList missions;
        try
        {
            missions = MissionFile.Load(MissionFile.Named(args));
        }
        catch (MaeException exception)
        {
            return ErrorReport.Write(exception, args.Contains("--json"), output, error);
        }

        var root = Build(missions);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            // Signals are the caller's: see Interruption.
            ProcessTerminationTimeout = null,
        };
        // @file would read any file that a pasted text names; nobody needs it here.
        var parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var misspelt = UsageError.Misspelt(parse);
        if (misspelt is not null || (parse.Errors.Count > 0 && parse.Action is ParseErrorAction or null))
            return ErrorReport.Write(UsageError.From(parse), args.Contains("--json"), output, error);
        try
        {
            return await parse.InvokeAsync(configuration, cancellation);
        }
        catch (Exception exception)
        {
            // A verb's own have been told: what is left is help, version or an answer that standard output does not take.
            return ErrorReport.Write(exception, json: false, output, error);
        }
    }

    /// <summary>The whole tree: for running, completion and the tests that hold every verb to the same pattern.</summary>
    public static RootCommand Build(MissionList? missions = null)
    {
        var root = new RootCommand("Train a team on a laptop, drive it on five-dollar boards.");
        foreach (var symbol in root.Options.OfType<VersionOption>().ToList())
            root.Options.Remove(symbol);
        var version = new Option<bool>("--version") { Description = "Show version, source revision and .NET." };
        root.Add(version);
        root.Add(JsonOption);
        root.Add(MissionFile.Option);
        foreach (var verb in missions is null ? VerbList.All : VerbList.With(missions))
            root.Add(Build(verb));
        root.SetAction(parse =>
        {
            var output = parse.InvocationConfiguration.Output;
            if (parse.GetValue(version) && parse.GetValue(JsonOption))
                output.WriteLine(JsonText.Of(VersionInfo.ToJson()));
            else if (parse.GetValue(version))
                output.WriteLine(VersionInfo.Line);
            else
            {
                return ((SynchronousCommandLineAction)parse.RootCommandResult.Command.Options.OfType<HelpOption>().Single().Action!).Invoke(
                    parse);
            }

            return ExitCode.Ok;
        });
        AddExamples(root, VerbList.RootExamples);
        return root;
    }

    internal static Command Build(Verb verb)
    {
        var command = new Command(verb.Name, verb.Summary);
        foreach (var symbol in verb.Symbols)
        {
            if (symbol is Option option)
                command.Add(option);
            else if (symbol is Argument argument)
                command.Add(argument);
        }

        foreach (var child in verb.Children)
            command.Add(Build(child));
        AddExamples(command, verb.Examples);
        if (verb.IsGroup)
            return command;
        if (verb.Page != WebPage.None)
        {
            command.Add(WatchedVerb.Web);
            command.Add(WatchedVerb.NoOpen);
        }

        var timeout = NumberOption.Double("--timeout", TimeoutText(verb), min: 0.001, max: 1e6, unit: "SECONDS");
        // One verb gives each of many searches its time.
        if (!verb.Symbols.Any(symbol => symbol.Name == timeout.Name))
            command.Add(timeout);
        command.SetAction(
            (parse, cancellation) => RunVerbAsync(
                verb, parse, parse.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null, cancellation));
        return command;
    }

    private static string TimeoutText(Verb verb)
    {
        var text = verb.TimeoutMeans switch
        {
            TimeoutMeaning.Answers => "Answer with what there is after this many seconds",
            TimeoutMeaning.EachAnswer => "Give up when the board takes longer than this many seconds for an answer",
            _ => "Give up after this many seconds",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{text} (default {verb.DefaultTimeout?.TotalSeconds.ToString(CultureInfo.InvariantCulture) ?? "none"}).");
    }

    private static async Task<int> RunVerbAsync(Verb verb, ParseResult parse, TimeSpan? given, CancellationToken cancellation)
    {
        var configuration = parse.InvocationConfiguration;
        var json = parse.GetValue(JsonOption);
        var timeout = given ?? verb.DefaultTimeoutOf(parse) ?? Timeout.InfiniteTimeSpan;
        using var deadline = new VerbDeadline(timeout, verb.TimeoutMeans, cancellation);
        var context = new VerbContext(
            json, timeout, configuration.Output, configuration.Error, deadline.Token) { IsTimeoutGiven = given is not null,
                TimeIsUp = () => deadline.IsUp };
        var runs = RunFolder.Follow();
        await using var watched = WatchedVerb.Of(verb, parse, context);
        try
        {
            var result = await deadline.Await(Task.Run(() => verb.RunAsync(parse, context), cancellation));
            if (json && !result.IsPrinted)
                await configuration.Output.WriteLineAsync(JsonText.Of(result.Json));
            if (watched is not null)
                await watched.LingerAsync();
            return result.Code;
        }
        catch (Exception exception)
        {
            var explained = deadline.Explain(exception);
            if (explained is TimeoutException)
                AbandonedRuns.Close(runs, explained.Message);
            return ErrorReport.Write(explained, json, configuration.Output, configuration.Error);
        }
    }

    private static void AddExamples(Command command, IReadOnlyList<(string Line, string What)> examples)
    {
        if (command is RootCommand root)
        {
            var help = root.Options.OfType<HelpOption>().Single();
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        }

        HelpWithExamples.Register(command, examples);
    }
}
