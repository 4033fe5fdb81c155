using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Tests.Host.Fleet;

public sealed class RefusedSetsTests
{
    private const string Needs = "It needs wings.";

    [Theory]
    [InlineData("not signed", "key_file")]
    [InlineData("signature wrong", "key_file")]
    [InlineData("does not fit this rover", Needs)]
    [InlineData("larger than this rover takes", "--parameter-bytes")]
    [InlineData("self-test vector not reproduced", "mae flash")]
    [InlineData("wrong parameter schema", "mae flash")]
    [InlineData("what nobody has thought of", "mae status")]
    public void The_rovers_own_reason_is_what_is_said_and_what_is_to_be_done_follows_from_it(string reason, string next)
    {
        var refused = Assert.Throws<MaeException>(() => RefusedSets.Check([new SetRefusal("rover-2", 7, reason)], Needs));

        Assert.Equal((ExitCode.Rejected, "MAE543"), (refused.ExitCode, refused.Code));
        Assert.Equal($"rover-2 refused parameters version 7: {reason}.", refused.What);
        Assert.Contains(next, refused.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void Rovers_of_one_reason_are_named_together_and_nobody_is_no_error()
    {
        var refused = Assert.Throws<MaeException>(() => RefusedSets.Check(
            [new("rover-1", 7, "not signed"), new("rover-2", 7, "store failed"), new("rover-3", 7, "not signed")],
            Needs));
        Assert.StartsWith("rover-1, rover-3 refused", refused.What, StringComparison.Ordinal);
        RefusedSets.Check([], Needs);
    }
}
