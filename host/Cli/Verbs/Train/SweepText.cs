using System.CommandLine;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What <c>--sweep learning_rate=0.001,0.003</c> says: an option of the training and the values it takes in turn.</summary>
/// <param name="Key">As in run.json: learning_rate.</param>
/// <param name="Option">As on the command line: --learning-rate.</param>
internal sealed record SweepText(string Key, string Option, IReadOnlyList<string> Values)
{
    /// <param name="known">Options of the training that may be swept.</param>
    /// <exception cref="MaeException">MAE581: it names none of them, or no values.</exception>
    public static SweepText Parse(string text, IReadOnlyList<Option> known, string verb)
    {
        var at = text.IndexOf('=');
        var key = (at < 0 ? text : text[..at]).Trim().TrimStart('-').Replace('-', '_');
        var keys = known.Select(option => option.Name.TrimStart('-').Replace('-', '_')).ToList();
        if (!keys.Contains(key))
        {
            var near = Suggestion.For(key, keys);
            throw new MaeException(
                ExitCode.Usage, "MAE581", $"mae {verb} has no option \"{NameText.Short(key)}\" that could be swept.",
                near is null ? $"There are: {string.Join(", ", keys)}." : $"Did you mean \"{near}\"?");
        }

        string[] values = at < 0 ? [] : text[(at + 1)..].Split(',', StringSplitOptions.TrimEntries);
        if (values.Length == 0 || values.Any(value => value.Length == 0) || values.Distinct().Count() < values.Length)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE581", $"--sweep {NameText.Short(text)} gives no list of different values.",
                $"Write them after a =, with commas: --sweep {key}=VALUE,VALUE");
        }

        return new SweepText(key, known[keys.IndexOf(key)].Name, values);
    }

    /// <summary>Every choice of one value each, the last changing first.</summary>
    public static IReadOnlyList<IReadOnlyList<(SweepText Sweep, string Value)>> Choices(IReadOnlyList<SweepText> sweeps)
    {
        IReadOnlyList<IReadOnlyList<(SweepText, string)>> choices = [[]];
        foreach (var sweep in sweeps)
        {
            choices = [.. choices.SelectMany(
                choice => sweep.Values.Select(value => (IReadOnlyList<(SweepText, string)>)[.. choice, (sweep, value)]))];
        }

        return choices;
    }
}
