using MultiAgentEdge.Firmware;
using MultiAgentEdge.Parameters;

namespace PlatoonTeam.Tests;

public sealed class PlatoonControllerTests
{
    private static readonly PlatoonOptions Options = new();

    [Fact]
    public void At_the_right_gap_and_speed_it_keeps_its_speed()
    {
        var controller = Make(place: 1);
        double[] state = [0, 0, 0, 0.4, 0, 0];
        controller.SetTick(1);
        controller.Scope.Set(0, Options.StandstillM + (0.4 * Options.TimeGapS), 0);
        controller.Step(state);
        Assert.Equal(0, controller.Input[1], 1e-12);
    }

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(-0.2, -1)]
    public void Too_far_it_hurries_and_too_near_it_brakes(double errorM, int sign)
    {
        var controller = Make(place: 1);
        controller.Scope.Set(0, Options.StandstillM + (0.4 * Options.TimeGapS) + errorM, 0);
        controller.Step([0, 0, 0, 0.4, 0, 0]);
        Assert.Equal(sign, Math.Sign(controller.Input[1]));
    }

    [Fact]
    public void Who_does_not_see_everybody_ahead_brakes()
    {
        var controller = Make(place: 2);
        controller.Scope.Set(0, 5, 0);
        controller.Step([0, 0, 0, 0.4, 0, 0]);
        Assert.Equal(-Options.AccelerationMaxMS2, controller.Input[1]);
    }

    [Fact]
    public void A_set_out_of_range_makes_no_controller() =>
        Assert.Throws<ArgumentException>(() => PlatoonParameterSet.Build(Options with { TimeGapS = -1 }, 0, null, 1));

    private static PlatoonController Make(int place)
    {
        var set = new ParameterSet();
        var bytes = PlatoonParameterSet.Build(Options, place, null, 1);
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        return PlatoonController.TryCreate(set, new RoverOptions())!;
    }
}
