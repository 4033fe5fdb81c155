using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using MultiAgentEdge.Host.Cli.Verbs;

namespace MultiAgentEdge.Host.Cli;

/// <summary>Builds the command tree from <see cref="VerbList"/> and runs one command line.</summary>
public static class MaeApp
{
    private static readonly Option<bool> JsonOption = new("--json")
    {
        Description = "Print exactly one JSON object on standard output; everything else goes to standard error.",
        Recursive = true,
    };

    /// <summary>Runs one command line. Ctrl-C ends it with 130; a verb gets two seconds to clean up.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var root = Build();
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(2),
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
    public static RootCommand Build()
    {
        var root = new RootCommand("Train a team on a laptop, drive it on five-dollar boards.");
        foreach (var symbol in root.Options.OfType<VersionOption>().ToList())
            root.Options.Remove(symbol);
        var version = new Option<bool>("--version") { Description = "Show version, source revision and .NET." };
        root.Add(version);
        root.Add(JsonOption);
        foreach (var verb in VerbList.All)
            root.Add(Build(verb));
        root.SetAction(parse =>
        {
            var output = parse.InvocationConfiguration.Output;
            if (parse.GetValue(version) && parse.GetValue(JsonOption))
                output.WriteLine(JsonText.Of(VersionInfo.ToJson()));
            else if (parse.GetValue(version))
                output.WriteLine(VersionInfo.Line);
            else
                return ((SynchronousCommandLineAction)parse.RootCommandResult.Command.Options.OfType<HelpOption>().Single().Action!).Invoke(parse);
            return ExitCode.Ok;
        });
        AddExamples(root, VerbList.RootExamples);
        return root;
    }

    private static Command Build(Verb verb)
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
        if (verb.Children.Count > 0)
            return command;

        var timeout = NumberOption.Double(
            "--timeout",
            string.Create(CultureInfo.InvariantCulture, $"Give up after this many seconds (default {verb.DefaultTimeout?.TotalSeconds})."),
            min: 0.001,
            max: 1e6,
            unit: "SECONDS");
        if (verb.DefaultTimeout is not null)
            command.Add(timeout);
        command.SetAction((parse, cancellation) =>
        {
            var limit = verb.DefaultTimeout is null ? null : parse.GetValue(timeout);
            return RunVerbAsync(verb, parse, limit is { } seconds ? TimeSpan.FromSeconds(seconds) : verb.DefaultTimeout, limit is not null, cancellation);
        });
        return command;
    }

    private static async Task<int> RunVerbAsync(Verb verb, ParseResult parse, TimeSpan? timeout, bool isTimeoutGiven, CancellationToken cancellation)
    {
        var configuration = parse.InvocationConfiguration;
        var json = parse.GetValue(JsonOption);
        var context = new VerbContext(json, timeout ?? System.Threading.Timeout.InfiniteTimeSpan, configuration.Output, configuration.Error, cancellation) { IsTimeoutGiven = isTimeoutGiven };
        try
        {
            var result = await Task.Run(() => verb.RunAsync(parse, context), cancellation);
            if (json)
                await configuration.Output.WriteLineAsync(JsonText.Of(result.Json));
            return result.Code;
        }
        catch (Exception exception)
        {
            return ErrorReport.Write(exception, json, configuration.Output, configuration.Error);
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
