using System.Text;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Tests.Host.Coordination;

public sealed class LastWordTests
{
    private const string Good = """
        {"lost_at":"2026-01-02T03:04:05Z","mode":"running","tick":7,"parameter_version":3,"faults":2,"battery_v":7.4,"state":[0.5,-1]}
        """;

    [Fact]
    public void What_is_written_is_read()
    {
        var word = new LastWord(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), RoverMode.SafeStop, 9, 4, 8, 7.25, [0.5, -1.25]);
        var read = LastWord.TryRead(word.Write())!;
        Assert.Equal(word with { State = read.State }, read);
        Assert.Equal(word.State, read.State);
        var good = LastWord.TryRead(Encoding.UTF8.GetBytes(Good))!;
        Assert.Equal((RoverMode.Running, 7u, 3u, 2u, 7.4), (good.Mode, good.Tick, good.ParameterVersion, good.Faults, good.BatteryV));
    }

    /// <summary>Anybody may write there on an open broker, and it is shown to people.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"running\"", "\"dancing\"")]
    [InlineData("\"running\"", "1")]
    [InlineData("2026-01-02T03:04:05Z", "yesterday")]
    [InlineData("[0.5,-1]", "[0.5,\"x\"]")]
    [InlineData("[0.5,-1]", "[0.5,null]")]
    [InlineData("[0.5,-1]", "[1e999]")]
    [InlineData("[0.5,-1]", "5")]
    [InlineData("\"tick\":7", "\"tick\":-7")]
    [InlineData("\"tick\":7", "\"tick\":7.5")]
    [InlineData("\"tick\":7", "\"tick\":7,\"tick\":8")]
    [InlineData("\"battery_v\":7.4", "\"battery_v\":{}")]
    public void Anything_else_is_no_such_word(string text, string? instead = null) =>
        Assert.Null(LastWord.TryRead(Encoding.UTF8.GetBytes(
            instead is null ? text : Good.Replace(text, instead, StringComparison.Ordinal))));

    [Fact]
    public void What_is_longer_than_any_rover_has_to_say_is_not_looked_at()
    {
        var many = Good.Replace("[0.5,-1]", $"[{string.Join(',', Enumerable.Repeat("1", 65))}]", StringComparison.Ordinal);
        Assert.Null(LastWord.TryRead(Encoding.UTF8.GetBytes(many)));
        Assert.Null(LastWord.TryRead(Encoding.UTF8.GetBytes(Good + new string(' ', 5000))));
    }
}
