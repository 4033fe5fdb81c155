namespace MultiAgentEdge.Tests.Host.Planning.Bench;

public sealed class PublishedScoresTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae-scores-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_solution_beside_the_instance_is_read_before_the_list_of_the_folder()
    {
        Write("a.sol", "NAME : a\nROUTE_NODES : 7\nROUTE_SCORE : 12.5\nROUTE_COST : 9\n");
        Write(PublishedScores.ListName, "# best known\na 11\nb\t13 # since 2015\n");
        Assert.Equal(12.5, PublishedScores.Of(Path.Combine(folder, "a.oplib")));
        Assert.Equal(13, PublishedScores.Of(Path.Combine(folder, "b.txt")));
        Assert.Null(PublishedScores.Of(Path.Combine(folder, "c.txt")));
    }

    [Fact]
    public void Nothing_beside_it_is_no_score() => Assert.Null(PublishedScores.Of(Path.Combine(folder, "a.oplib")));

    [Theory]
    [InlineData("a\n")]
    [InlineData("# x\na many\n")]
    [InlineData("a NaN\n")]
    public void A_score_that_is_no_number_is_named_with_its_place(string list)
    {
        Write(PublishedScores.ListName, list);
        var error = Assert.Throws<FormatException>(() => PublishedScores.Of(Path.Combine(folder, "a.txt")));
        Assert.Contains(
            $"{PublishedScores.ListName}:{list.Count(c => c == '\n')}: a has no score", error.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
