using MultiAgentEdge.Firmware;

namespace MultiAgentEdge.Tests.Firmware;

public class ClientNameTests
{
    [Fact]
    public void Fleet_and_rover_cannot_spell_anothers_id()
    {
        Assert.Equal("mae.lab.rover.rover-1", ClientName.Of("lab", "rover-1", ""));
        Assert.NotEqual(ClientName.Of("a-b", "c", ""), ClientName.Of("a", "b-c", ""));
    }

    [Fact]
    public void With_a_password_only_who_knows_it_can_say_the_id_and_it_does_not_give_the_password_away()
    {
        var own = ClientName.Of("lab", "rover-1", "correct horse");
        Assert.Equal(own, ClientName.Of("lab", "rover-1", "correct horse"));
        Assert.NotEqual(own, ClientName.Of("lab", "rover-1", "battery staple"));
        Assert.StartsWith("mae.lab.rover.rover-1.", own, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", own, StringComparison.Ordinal);
        // The tag is of the whole id: one rover's says nothing of another's with the same password.
        Assert.NotEqual(own[^16..], ClientName.Of("lab", "rover-2", "correct horse")[^16..]);
    }
}
