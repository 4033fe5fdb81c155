using MultiAgentEdge.Host.Cli.Verbs;

namespace MultiAgentEdge.Tests.Host.Cli;

public class CheckVerbTests
{
    // Wheels turn on it.
    [Theory]
    [InlineData("", true)]
    [InlineData(" y", true)]
    [InlineData("Yes", true)]
    [InlineData("n", false)]
    [InlineData("N", false)]
    [InlineData("No", false)]
    [InlineData("stop", false)]
    [InlineData(null, false)]
    public void A_persons_answer(string? typed, bool isYes) => Assert.Equal(isYes, CheckVerb.IsYes(typed));
}
