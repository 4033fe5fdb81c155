using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Shared.Wire;

public class ReceiveWindowTests
{
    [Fact]
    public void Only_what_is_newer_is_accepted()
    {
        var window = new ReceiveWindow();
        Assert.True(window.Accept(1, 0)); // even the very first number of all
        Assert.False(window.Accept(1, 0)); // doubled
        Assert.True(window.Accept(1, 5)); // 1 to 4 lost
        Assert.False(window.Accept(1, 4)); // overtaken
        Assert.True(window.Accept(2, 0)); // a new session
        Assert.False(window.Accept(1, uint.MaxValue)); // an old session
        Assert.Equal(3, window.Refused);
        Assert.Equal(2u, window.Epoch);
        Assert.Equal(0u, window.Sequence);
    }

    [Fact]
    public void Reset_forgets_what_was_heard_but_not_what_was_refused()
    {
        var window = new ReceiveWindow();
        window.Accept(9, 9);
        window.Accept(9, 9);
        window.Reset();
        Assert.True(window.Accept(1, 1));
        Assert.Equal(1, window.Refused);
    }

    [Fact]
    public void Numbers_beyond_the_sign_bit_stay_in_order()
    {
        var window = new ReceiveWindow();
        Assert.True(window.Accept(0x7FFFFFFF, 0x7FFFFFFF));
        Assert.True(window.Accept(0x7FFFFFFF, 0x80000000));
        Assert.True(window.Accept(0x80000000, 0));
        Assert.False(window.Accept(0x7FFFFFFF, 0xFFFFFFFF));
    }
}
