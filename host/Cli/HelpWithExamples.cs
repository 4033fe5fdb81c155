using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace MultiAgentEdge.Host.Cli;

/// <summary>The library's help, and below it command lines to copy.</summary>
public sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    private static readonly ConditionalWeakTable<Command, IReadOnlyList<(string Line, string What)>> Examples = [];

    public override bool ClearsParseErrors => true;

    public static void Register(Command command, IReadOnlyList<(string Line, string What)> examples) =>
        Examples.AddOrUpdate(command, examples);

    public override int Invoke(ParseResult parseResult)
    {
        var code = inner.Invoke(parseResult);
        if (Examples.TryGetValue(parseResult.CommandResult.Command, out var examples) && examples.Count > 0)
        {
            var output = parseResult.InvocationConfiguration.Output;
            var width = examples.Max(example => example.Line.Length);
            output.WriteLine("Examples:");
            foreach (var (line, what) in examples)
                output.WriteLine($"  {line.PadRight(width)}  {what}");
            output.WriteLine();
        }

        return code;
    }
}
