using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Firmware;

/// <summary>What a rover does with prices that come late, mean another period, or are none.</summary>
public class LatePriceTests
{
    private const int Tenth = (int)(LoneRover.PeriodUs / 10);

    [Fact]
    public void A_rover_that_is_told_a_later_period_in_every_period_goes_on_changing_its_input()
    {
        // A network that is late by more than a period each way: every price is ahead of the rover, shortly before its own next period. It
        // drove on by one and the same input, out of its bounds.
        var rover = Drifting(out _).Start();
        rover.Link.Answers = false;
        var inputs = new HashSet<double>();
        for (var period = 0; period < 20; period++)
        {
            Run(rover, 9);
            var dual = new DualFrame(64) { Tick = rover.Agent.Tick + 1, Rounds = 2, PriceCount = rover.Agent.Controller.CouplingCount };
            rover.Enqueue(FrameKind.Dual, dual.Write);
            Run(rover, 1);
            inputs.Add(rover.Agent.Applied[0]);
        }

        Assert.InRange(inputs.Count, 8, 21);
    }

    [Fact]
    public void A_rover_with_which_nothing_is_negotiated_drives_by_its_own_cost_and_by_no_price()
    {
        var rover = new LoneRover().Start();
        rover.Run(5);
        Assert.Contains(rover.Agent.Controller.Price, price => price != 0.0);

        rover.Link.IsAlone = true;
        rover.Run(5);

        Assert.All(rover.Agent.Controller.Price, price => Assert.Equal(0.0, price));
        Assert.False(rover.Agent.HasOldPrice);
        Assert.Equal((RoverMode.Running, SafetyAction.Continue), (rover.Agent.Mode, rover.Agent.Action));
        var alone = rover.Agent.Controller.Input[0];
        rover.Link.IsAlone = false;
        rover.Run(1);
        Assert.NotEqual(alone, rover.Agent.Controller.Input[0]);
    }

    [Fact]
    public void A_rover_that_waited_in_vain_decides_on_where_it_is_by_then()
    {
        var rover = Drifting(out var body).Start();
        rover.Link.Answers = false;
        rover.Run(1);
        Run(rover, 5);
        Assert.True(rover.Agent.IsNegotiating);

        body.PositionM = 0.4321;
        Run(rover, 3);

        Assert.False(rover.Agent.IsNegotiating);
        Assert.Equal(0.4321, rover.Agent.State[0]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    public void A_second_look_that_cannot_be_is_not_believed_nor_counted(double positionM)
    {
        var rover = Drifting(out var body).Start();
        rover.Link.Answers = false;
        rover.Run(1);
        Run(rover, 5);
        var (before, seen) = (body.PositionM, rover.Agent.State[0]);

        body.PositionM = positionM;
        Run(rover, 3);
        body.PositionM = before;
        rover.Run(1);

        Assert.Equal(seen, rover.Agent.State[0]);
        Assert.Equal(0u, rover.Agent.Faults & FaultFlags.SensorInvalid);
        Assert.True(rover.Agent.IsDriving);
    }

    private static LoneRover Drifting(out StandingBody body)
    {
        var made = body = new StandingBody();
        return new LoneRover(FormationScenario.PaperS1(), _ => made);
    }

    private static void Run(LoneRover rover, int tenths)
    {
        for (var step = 0; step < tenths; step++)
        {
            rover.Poll();
            rover.Clock.AdvanceTo(rover.Clock.NowUs + Tenth);
        }
    }

    /// <summary>Stands where the test puts it, and shivers, so that no reading is frozen.</summary>
    private sealed class StandingBody : IBody
    {
        private double shiver;

        public double PositionM { get; set; } = 0.3;

        public int StateCount => 2;

        public int InputCount => 1;

        public bool TrySense(double[] state)
        {
            shiver += 0.01;
            (state[0], state[1]) = (PositionM, 0.1 * Math.Sin(shiver));
            return true;
        }

        public bool TryActuate(double[] input) => true;

        public void Stop()
        {
        }
    }
}
