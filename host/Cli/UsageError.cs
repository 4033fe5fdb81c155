using System.CommandLine.Parsing;
using System.CommandLine;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli;

/// <summary>Words the parser's complaints: which word, what was meant, what to type.</summary>
public static class UsageError
{
    public static MaeException From(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var help = $"Type: {CommandLine(parse)} --help";
        var unknown = Misspelt(parse) ?? (parse.UnmatchedTokens.Count > 0 ? parse.UnmatchedTokens[0] : null);
        if (unknown is not null)
        {
            var isOption = unknown.StartsWith('-');
            var known = isOption ? Options(parse) : command.Subcommands.Select(child => child.Name);
            if (isOption && known.Contains(unknown))
                return new(ExitCode.Usage, "MAE002", $"{Before(parse, unknown)} is followed by {unknown}, not by its value.", help);
            var near = Suggestion.For(unknown, known);
            var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "verb" : "argument";
            return new(
                ExitCode.Usage, "MAE001", $"There is no {kind} \"{unknown}\" in {CommandLine(parse)}.",
                near is null ? help : $"Did you mean \"{near}\"? {help}");
        }

        if (command.Subcommands.Count > 0)
        {
            return new(
                ExitCode.Usage, "MAE002",
                $"{CommandLine(parse)} takes one of: {string.Join(", ", command.Subcommands.Select(child => child.Name))}.", help);
        }

        return new(ExitCode.Usage, "MAE002", string.Join(" ", parse.Errors.Select(Message).Distinct()), help);
    }

    // The word on the command line before another.
    private static string Before(ParseResult parse, string word)
    {
        var index = parse.Tokens.TakeWhile(token => token.Value != word || token.Type != TokenType.Argument).Count();
        return parse.Tokens[Math.Max(0, index - 1)].Value;
    }

    /// <summary>An option that the parser took for a value (<c>mae new --nmae x</c> would write a file of that name); null where there is
    /// none.</summary>
    public static string? Misspelt(ParseResult parse)
    {
        var asked = parse.Action is not (null or System.CommandLine.Invocation.ParseErrorAction) && parse.Action.ClearsParseErrors;
        return asked
            ? null
            : parse.Tokens.FirstOrDefault(
                token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))?.Value;
    }

    // The parser names the value but not always the option, and lists choices line by line.
    private static string Message(ParseError error)
    {
        var message = string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var name = (error.SymbolResult as OptionResult)?.Option.Name;
        message = message.EndsWith('.') ? message : message + ".";
        return name is null || message.Contains(name, StringComparison.Ordinal) ? message : $"{name}: {message}";
    }

    private static IEnumerable<string> Options(ParseResult parse)
    {
        yield return "--json";
        yield return "--help";
        yield return "--version";
        foreach (var option in parse.CommandResult.Command.Options)
            yield return option.Name;
    }

    private static string CommandLine(ParseResult parse)
    {
        var names = new Stack<string>();
        for (var result = parse.CommandResult; result is not null; result = result.Parent as CommandResult)
            names.Push(result.Command is RootCommand ? "mae" : result.Command.Name);
        return string.Join(' ', names);
    }
}
