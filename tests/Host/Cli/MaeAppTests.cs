using System.CommandLine;
using System.Text.RegularExpressions;
using MultiAgentEdge.Host.Cli.Verbs;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli;

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
            Assert.True(
                parse.Errors.Count == 0 && UsageError.Misspelt(parse) is null,
                $"{example}: {string.Join("; ", parse.Errors.Select(e => e.Message))}");
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
    public async Task An_option_in_the_place_of_a_value_is_said_as_that()
    {
        var run = await CliRun.Of("evaluate", "coverage", "--policy", "--agents", "3", "--json");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal("--policy is followed by --agents, not by its value.", run.Json.GetProperty("error").GetProperty("what").GetString());
    }

    [Fact]
    public async Task A_group_without_its_verb_lists_them()
    {
        var run = await CliRun.Of("train", "--json");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal(
            "mae train takes one of: formation, coverage, delivery, ls, show, stop, retry, work.",
            run.Json.GetProperty("error").GetProperty("what").GetString());
    }

    [Theory]
    [InlineData("demo --bodies wheel", "'rover'. Type:")]
    [InlineData("evaluate coverage --policy x --range far", "takes a number from 0.001 to 1000000, not \"far\". Type:")]
    [InlineData("demo --timeout 0", "from 0.001 to 1000000, not \"0\". Type:")]
    public async Task A_value_that_does_not_fit_says_what_does(string line, string expected)
    {
        var run = await CliRun.Of(line.Split(' '));
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("selftest")]
    [InlineData("selftest --json")]
    [InlineData("docter --json")]
    public async Task An_output_that_takes_nothing_ends_with_a_code(string line)
    {
        using var output = new FullDisk();
        using var error = new StringWriter();
        var code = await MaeApp.RunAsync(line.Split(' '), output, error, TestContext.Current.CancellationToken);
        Assert.Equal(line.StartsWith("docter", StringComparison.Ordinal) ? ExitCode.Usage : ExitCode.Failed, code);
        Assert.Contains("MAE", error.ToString(), StringComparison.Ordinal);
        // And nobody to tell at all.
        using var nobody = new FullDisk();
        Assert.NotEqual(ExitCode.Ok, await MaeApp.RunAsync(line.Split(' '), output, nobody, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_command_in_a_README_parses()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "MultiAgentEdge.sln")))
            root = Path.GetDirectoryName(root)!;
        var commands = Directory
            .GetFiles(root, "README.md", SearchOption.AllDirectories)
            .SelectMany(file => File.ReadLines(file).SelectMany(Commands).Select(line => (file, line))).ToList();
        Assert.True(commands.Count > 50, $"only {commands.Count} commands were found");
        foreach (var (file, line) in commands)
        {
            var parse = MaeApp
                .Build()
                .Parse(
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Stands.GetValueOrDefault(word, word)).ToArray());
            // A verb that is only named goes without what it needs.
            var wrong = parse.Errors
                .Where(error => !error.Message.Contains("equired", StringComparison.Ordinal))
                .Select(error => error.Message).ToList();
            Assert.True(wrong.Count == 0 && UsageError.Misspelt(parse) is null, $"{file}: mae {line}: {string.Join("; ", wrong)}");
        }
    }

    // What stands for a value of the reader's own.
    private static readonly Dictionary<string, string> Stands = new(
        StringComparer.Ordinal) { ["V"] = "7.9", ["NAME"] = "track", ["..."] = "--json" };

    private static IEnumerable<string> Commands(string line) =>
        Regex
            .Matches(line, @"\./mae ([a-z][^`|#>)]*)")
            .Select(match => match.Groups[1].Value.Trim())
            .Where(command => !command.StartsWith("test", StringComparison.Ordinal));

    private sealed class FullDisk : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");
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
        Assert.Contains(
            expected, (await CliRun.Of("completion", shell, "--json")).Json.GetProperty("script").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_suggest_directive_completes_verbs() =>
        Assert.Contains("doctor", (await CliRun.Of("[suggest:2]", "do")).Output.Split('\n').Select(line => line.Trim()));

    private static IEnumerable<string> Lines(IReadOnlyList<Verb> verbs, string prefix) =>
        verbs.SelectMany(
            verb => (verb.IsGroup ? Array.Empty<string>() : [prefix + verb.Name]).Concat(Lines(verb.Children, prefix + verb.Name + " ")));

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
