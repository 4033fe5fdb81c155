using MultiAgentEdge.Naming;

namespace MultiAgentEdge.Tests.Naming;

public sealed class RoverNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("rover-1")]
    [InlineData("a--b")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public void A_name_is_taken(string name) => Assert.True(RoverName.IsValid(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("rover-")]
    [InlineData("-rover")]
    [InlineData("Rover")]
    [InlineData("rover_1")]
    [InlineData("rover 1")]
    [InlineData("rover-1\n")]
    [InlineData("a/b")]
    [InlineData("a+")]
    [InlineData("#")]
    [InlineData("rövér")]
    [InlineData("٣")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    public void Anything_else_is_not(string? name) => Assert.False(RoverName.IsValid(name!));
}
