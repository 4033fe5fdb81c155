using System.CommandLine;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Cli.Verbs;

namespace MultiAgentEdge.Host.Tests.Cli;

public sealed class MaeAppTests
{
    public static TheoryData<string> EveryVerb => new(Lines(VerbList.All, ""));

    [Theory, MemberData(nameof(EveryVerb))]
    public async Task Every_verb_has_help_with_examples_that_parse(string line)
    {
        var run = await CliRun.Of([.. line.Split(' '), "--help"]);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
        Assert.Contains("--json", run.Output, StringComparison.Ordinal);
        var verb = Find(line);
        Assert.NotEmpty(verb.Examples);
        foreach (var (example, _) in verb.Examples)
        {
            var start = example.IndexOf("mae ", StringComparison.Ordinal) + 4;
            var words = example[start..].Split(" > ")[0].TrimEnd(')').Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var parse = MaeApp.Build().Parse(words);
            Assert.True(parse.Errors.Count == 0 && UsageError.Misspelt(parse) is null, $"{example}: {string.Join("; ", parse.Errors.Select(e => e.Message))}");
        }
    }

    [Theory, MemberData(nameof(EveryVerb))]
    public async Task Every_verb_refuses_an_unknown_option_with_2_and_one_json_object(string line)
    {
        var run = await CliRun.Of([.. line.Split(' '), "--jsn", "--json"]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal("MAE001", run.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("--json", run.Json.GetProperty("error").GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Contains("MAE001", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_verb_is_refused_with_a_suggestion()
    {
        var run = await CliRun.Of("docter");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains("\"doctor\"", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_one_line_and_json_names_its_parts()
    {
        Assert.Matches(@"^mae \d+\.\d+\.\d+( \([0-9a-f]+\))?\r?\n$", (await CliRun.Of("--version")).Output);
        Assert.Equal(Environment.Version.ToString(), (await CliRun.Of("--version", "--json")).Json.GetProperty("dotnet").GetString());
    }

    [Fact]
    public async Task Without_a_verb_the_help_lists_all()
    {
        var run = await CliRun.Of();
        Assert.Equal(ExitCode.Ok, run.Code);
        foreach (var verb in VerbList.All)
            Assert.Contains(verb.Summary, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _mae mae")]
    [InlineData("zsh", "compdef _mae mae")]
    [InlineData("fish", "complete -c mae")]
    public async Task Completion_prints_a_script_for_the_shell(string shell, string expected)
    {
        Assert.Contains(expected, (await CliRun.Of("completion", shell)).Output, StringComparison.Ordinal);
        Assert.Contains(expected, (await CliRun.Of("completion", shell, "--json")).Json.GetProperty("script").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_suggest_directive_completes_verbs() =>
        Assert.Contains("doctor", (await CliRun.Of("[suggest:2]", "do")).Output.Split('\n').Select(line => line.Trim()));

    private static IEnumerable<string> Lines(IReadOnlyList<Verb> verbs, string prefix) =>
        verbs.SelectMany(verb => verb.Children.Count == 0 ? [prefix + verb.Name] : Lines(verb.Children, prefix + verb.Name + " "));

    private static Verb Find(string line)
    {
        IReadOnlyList<Verb> verbs = VerbList.All;
        Verb? found = null;
        foreach (var word in line.Split(' '))
        {
            found = verbs.Single(verb => verb.Name == word);
            verbs = found.Children;
        }

        return found!;
    }
}
