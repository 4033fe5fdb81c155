using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards.Serial;

/// <summary>Who of many boards is to be who.</summary>
public class BoardTeamTests
{
    private static readonly string[] Fleet = ["rover-1", "rover-2", "rover-3"];

    [Fact]
    public void New_boards_are_named_in_the_order_of_their_ports() =>
        Assert.Equal(Fleet, BoardTeam.Names([("fleet", "rover-1"), ("", ""), ("other", "rover-3")], "lab", Fleet));

    [Fact]
    public void A_board_that_is_one_of_the_fleet_stays_the_one_it_is() =>
        Assert.Equal(["rover-3", "rover-1", "rover-2"], BoardTeam.Names([("lab", "rover-3"), ("", ""), ("lab", "rover-9")], "lab", Fleet));

    [Fact]
    public void Of_two_that_say_they_are_the_same_the_second_gets_another_name() =>
        Assert.Equal(["rover-2", "rover-1"], BoardTeam.Names([("lab", "rover-2"), ("lab", "rover-2")], "lab", Fleet));

    [Fact]
    public void There_are_no_names_for_more_boards_than_rovers() =>
        Assert.Throws<ArgumentException>(() => BoardTeam.Names([("", ""), ("", ""), ("", ""), ("", "")], "lab", Fleet));

    [Fact]
    public void What_fails_on_one_port_is_not_lost() =>
        Assert.Throws<AggregateException>(() => BoardTeam.Each(3, i => ArgumentOutOfRangeException.ThrowIfEqual(i, 1)));
}
