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

    [Theory]
    [InlineData(1u)] // the flash was wiped
    [InlineData(57u)] // the flash could not be written
    public void A_sender_whose_epoch_fell_or_stood_still_is_heard_from_its_second_frame(uint epoch)
    {
        var window = new ReceiveWindow();
        for (uint tick = 1; tick <= 40; tick++)
            Assert.True(window.AcceptDated(57, tick, tick));
        Assert.False(window.AcceptDated(epoch, 1, 41));
        for (uint tick = 42; tick < 80; tick++)
            Assert.True(window.AcceptDated(epoch, tick - 40, tick));
    }

    [Fact]
    public void What_was_recorded_and_is_played_again_never_begins_a_window_anew()
    {
        var window = new ReceiveWindow();
        for (uint tick = 1; tick <= 40; tick++)
            window.AcceptDated(57, tick, tick);
        for (uint tick = 1; tick <= 40; tick++)
            Assert.False(window.AcceptDated(57, tick, tick)); // the same once more
        window.AcceptDated(1, 1, 41);
        window.AcceptDated(1, 2, 42);
        window.AcceptDated(1, 3, 43);
        for (uint tick = 30; tick <= 40; tick++)
            Assert.False(window.AcceptDated(0, tick, tick)); // of a life before that
        Assert.True(window.AcceptDated(1, 4, 44));
    }

    [Fact]
    public void One_stray_frame_or_two_of_one_tick_or_of_two_epochs_begin_nothing()
    {
        var window = new ReceiveWindow();
        window.AcceptDated(57, 10, 10);
        Assert.False(window.AcceptDated(3, 1, 11));
        Assert.False(window.AcceptDated(3, 2, 11));
        Assert.False(window.AcceptDated(4, 3, 12));
        Assert.True(window.AcceptDated(57, 11, 12));
        Assert.False(window.AcceptDated(4, 4, 13)); // what came before the frame in between is forgotten
        Assert.True(window.AcceptDated(4, 5, 14));
        Assert.Equal(4u, window.Epoch);
    }

    [Fact]
    public void A_sender_that_is_gone_begins_anew_with_two_frames_in_a_row_of_any_number()
    {
        var window = new ReceiveWindow();
        window.AcceptDated(57, 100, 900);
        window.Reopen();
        Assert.False(window.AcceptDated(1, 1, 1));
        Assert.True(window.AcceptDated(1, 2, 1));
        Assert.False(window.AcceptDated(1, 2, 2));
        window.Reopen();
        Assert.True(window.AcceptDated(2, 1, 1)); // the next number needs no leave,
        Assert.False(window.AcceptDated(1, 3, 1)); // and ends it
        Assert.False(window.AcceptDated(1, 4, 1));
    }

    [Fact]
    public void Ticks_that_wrap_go_on()
    {
        var window = new ReceiveWindow();
        window.AcceptDated(9, 5, uint.MaxValue);
        Assert.False(window.AcceptDated(1, 1, 0));
        Assert.True(window.AcceptDated(1, 2, 1));
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
