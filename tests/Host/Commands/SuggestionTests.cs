using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Commands;

public sealed class SuggestionTests
{
    private static readonly string[] Verbs = ["demo", "doctor", "new", "period_s", "completion"];

    [Theory]
    [InlineData("dmeo", "demo")]
    [InlineData("docter", "doctor")]
    [InlineData("Demo", "demo")]
    [InlineData("period_ms", "period_s")]
    [InlineData("period", "period_s")]
    [InlineData("zebra", null)]
    [InlineData("", null)]
    public void The_nearest_known_name_is_suggested_and_a_far_one_is_not(string typed, string? expected) =>
        Assert.Equal(expected, Suggestion.For(typed, Verbs));

    [Theory]
    [InlineData("demo", "demo", 0)]
    [InlineData("demo", "dmeo", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Distance_counts_insertions_deletions_replacements_and_swaps(string a, string b, int expected)
    {
        Assert.Equal(expected, Suggestion.Distance(a, b));
        Assert.Equal(expected, Suggestion.Distance(b, a));
    }

    [Fact]
    public void A_hostile_length_costs_nothing() => Assert.Equal(int.MaxValue, Suggestion.Distance(new string('a', 1_000_000), "demo"));
}
