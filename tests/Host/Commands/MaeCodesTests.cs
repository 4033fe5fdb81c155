using System.Text.RegularExpressions;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Commands;

/// <summary>Sources and documents use the codes of <see cref="MaeCodes"/>, each for what it says there.</summary>
public sealed partial class MaeCodesTests
{
    // One fault that is found in several places. Any other code stands in one file: who needs it elsewhere shares the check, or has another
    // fault.
    private static readonly string[] InSeveralFiles =
    [
        "MAE002", // each option knows its own values
        "MAE003", "MAE102", "MAE501", // what ends any verb
        // Files of a fleet and of a graph, and the same on the command line.
        "MAE004", "MAE200", "MAE203", "MAE204", "MAE205", "MAE206", "MAE207", "MAE208", "MAE209", "MAE215",
        "MAE210", "MAE218", "MAE230", "MAE231", "MAE245", "MAE249", "MAE250", "MAE318", "MAE322",
        "MAE306", "MAE311", "MAE314", "MAE342", "MAE343", "MAE404", "MAE507", "MAE531", "MAE532", "MAE542", "MAE544", "MAE546", "MAE571",
        "MAE611", "MAE628",
    ];

    private static readonly string Root = FindRoot();

    private static readonly (string Path, string Text)[] Sources =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "host"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "firmware"), "*.cs", SearchOption.AllDirectories))
            .Append(Path.Combine(Root, "mae"))
            .Where(path => !IsBuilt(path) && Path.GetFileName(path) != "MaeCodes.cs")
            // What a comment says of a code is no use of it.
            .Select(path => (Path.GetRelativePath(Root, path), DocComment().Replace(File.ReadAllText(path), "")))];

    [Fact]
    public void Every_code_has_a_meaning_of_its_own_and_they_are_in_order()
    {
        string[] codes = [.. MaeCodes.All.Select(code => code.Code)];
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.Equal(codes.Length, MaeCodes.All.Select(code => code.Meaning).Distinct().Count());
    }

    [Fact]
    public void What_sources_use_is_in_the_list_and_what_is_in_the_list_is_used()
    {
        var used = Sources
            .SelectMany(source => AnyCode().Matches(source.Text).Select(match => match.Value))
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(MaeCodes.All.Select(code => code.Code), used);
    }

    [Fact]
    public void A_code_is_used_for_one_fault_in_one_place()
    {
        var files = Sources.SelectMany(source => AnyCode().Matches(source.Text).Select(match => (Code: match.Value, source.Path)))
            .Where(use => use.Path != "mae").Distinct().ToLookup(use => use.Code, use => use.Path);
        Assert.Equal(
            InSeveralFiles.Order(StringComparer.Ordinal),
            files.Where(uses => uses.Count() > 1).Select(uses => uses.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whatever_throws_a_code_gives_it_the_exit_code_of_the_list()
    {
        var codes = MaeCodes.All.ToDictionary(code => code.Code, code => code.ExitCode);
        var thrown = 0;
        foreach (var (path, text) in Sources)
        {
            foreach (Match match in Thrown().Matches(text))
            {
                thrown++;
                var exit = (int)typeof(ExitCode).GetField(match.Groups[1].Value)!.GetRawConstantValue()!;
                Assert.True(
                    codes[match.Groups[2].Value] == exit, $"{path}: {match.Value}, and the list says {codes[match.Groups[2].Value]}");
            }
        }

        Assert.InRange(thrown, 100, 1000);
    }

    [Fact]
    public void Documents_name_codes_that_there_are()
    {
        var codes = MaeCodes.All.Select(code => code.Code).ToHashSet();
        var documents = Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories).Where(path => !IsBuilt(path)).ToList();
        Assert.True(documents.Count > 20);
        Assert.All(documents, path => Assert.All(AnyCode().Matches(File.ReadAllText(path)), match => Assert.Contains(match.Value, codes)));
        // And so do the comments of sources.
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Root, "host"), "*.cs", SearchOption.AllDirectories).Where(path => !IsBuilt(path)),
            path => Assert.All(AnyCode().Matches(File.ReadAllText(path)), match => Assert.Contains(match.Value, codes)));
    }

    private static bool IsBuilt(string path) =>
        Path
            .GetRelativePath(Root, path)
            .Split(Path.DirectorySeparatorChar)
            .Any(part => part is "bin" or "obj" or "runs" or "artifacts" or ".git");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MultiAgentEdge.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("These tests read the sources: run them in a clone.");
        return folder.FullName;
    }

    [GeneratedRegex(@"MAE\d{3}")]
    private static partial Regex AnyCode();

    [GeneratedRegex(@"ExitCode\.(\w+)\s*,\s*""(MAE\d{3})""")]
    private static partial Regex Thrown();

    [GeneratedRegex(@"^\s*///?.*$", RegexOptions.Multiline)]
    private static partial Regex DocComment();
}
