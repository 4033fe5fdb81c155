using MultiAgentEdge.Delivery;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Delivery;

public sealed class LearningMpcTests
{
    // A straight edge along x at 0.5 m/s, made by hand: up in 10 periods, along, down in 10.
    private static EdgeSafeSet Straight(VehicleDynamics dynamics, int steps)
    {
        var nx = dynamics.StateCount;
        var set = new EdgeSafeSet(nx, steps) { Steps = steps };
        for (var k = 0; k < steps; k++)
        {
            set.Inputs[(2 * k) + 1] = k < 10 ? 0.25 : k >= steps - 10 ? -0.25 : 0.0;
            dynamics.Step(set.States, k * nx, set.Inputs, 2 * k, set.States, (k + 1) * nx);
            set.Battery[k + 1] = set.Battery[k] + dynamics.Depletion(set.States[(k * nx) + VehicleDynamics.Speed]);
        }

        return set;
    }

    private sealed record Drive(int Steps, double Battery, double[] State, int Unsolved);

    private static Drive DriveOnce(VehicleDynamics dynamics, EdgeSafeSet set, LearningMpc mpc, double noise = 0)
    {
        var random = new Xoshiro256(7);
        var (state, next) = (set.States[..dynamics.StateCount], new double[dynamics.StateCount]);
        var (battery, steps, unsolved) = (0.0, 0, 0);
        mpc.Begin(set);
        while (!mpc.IsArrived && steps < 3 * set.Steps)
        {
            unsolved += mpc.Solve(state, battery) == QpStatus.Solved ? 0 : 1;
            Assert.InRange(mpc.Input[0], dynamics.InputLower[0], dynamics.InputUpper[0]);
            Assert.InRange(mpc.Input[1], dynamics.InputLower[1], dynamics.InputUpper[1]);
            dynamics.Step(state, 0, mpc.Input, 0, next, 0);
            battery += dynamics.Depletion(state[VehicleDynamics.Speed]);
            next.CopyTo(state, 0);
            state[0] += noise * random.NextGaussian();
            state[1] += noise * random.NextGaussian();
            mpc.Advance();
            steps++;
        }

        return new Drive(steps, battery, state, unsolved);
    }

    [Theory]
    [InlineData(VehicleKind.Unicycle, 0)]
    [InlineData(VehicleKind.Unicycle, 1)]
    [InlineData(VehicleKind.Unicycle, 3)]
    [InlineData(VehicleKind.Unicycle, 40)]
    [InlineData(VehicleKind.Bicycle, 40)]
    public void Whatever_the_budget_it_arrives_and_uses_no_more_than_the_stored_traversal(VehicleKind kind, int qps)
    {
        var dynamics = new VehicleDynamics(kind);
        var set = Straight(dynamics, 60);
        var drive = DriveOnce(dynamics, set, new LearningMpc(dynamics, 10) { QpLimit = qps });
        Assert.Equal(0, drive.Unsolved);
        Assert.True(drive.Steps <= set.Steps);
        Assert.True(drive.Battery <= set.Battery[set.Steps] + 1e-12);
        for (var i = 0; i < dynamics.StateCount; i++)
            Assert.Equal(set.States[(set.Steps * dynamics.StateCount) + i], drive.State[i], 1e-7);
        // The anytime claim the other way round: with work it is better, without any it repeats the stored traversal.
        Assert.True(qps == 0 ? drive.Steps == set.Steps : drive.Steps < 0.8 * set.Steps, $"{drive.Steps} periods");
    }

    [Theory]
    [InlineData(0.002)]
    [InlineData(0.01)]
    public void Pushed_off_its_plan_it_comes_back_and_arrives(double noise)
    {
        var dynamics = new VehicleDynamics(VehicleKind.Unicycle);
        var set = Straight(dynamics, 60);
        var drive = DriveOnce(dynamics, set, new LearningMpc(dynamics, 10), noise);
        var goal = set.Steps * dynamics.StateCount;
        // The last pushes cannot be answered any more; twenty times the push is generous.
        Assert.InRange(Math.Abs(drive.State[0] - set.States[goal]) + Math.Abs(drive.State[1] - set.States[goal + 1]), 0, 20 * noise);
    }

    [Fact]
    public void The_rows_of_the_linearisation_are_the_derivatives_of_the_rollout()
    {
        // Seen from outside: one QP must bring the end of a slightly bent plan onto the target to second order, for both vehicles.
        foreach (var kind in new[] { VehicleKind.Unicycle, VehicleKind.Bicycle })
        {
            var dynamics = new VehicleDynamics(kind);
            var set = Straight(dynamics, 60);
            var mpc = new LearningMpc(dynamics, 10) { QpLimit = 2, Window = 0 };
            var state = set.States.AsSpan(20 * dynamics.StateCount, dynamics.StateCount).ToArray();
            mpc.Begin(set);
            state[1] += 1e-3;
            state[VehicleDynamics.Heading] += 1e-3;
            Assert.Equal(QpStatus.Solved, mpc.Solve(state, -1e-3)); // a little battery to spare, or straight is all that is left
            Assert.False(mpc.IsOffPlan);
            Assert.InRange(mpc.Qps, 1, 2);
        }
    }

    [Fact]
    public void Nothing_is_allocated_after_construction()
    {
        var dynamics = new VehicleDynamics(VehicleKind.Unicycle);
        var set = Straight(dynamics, 60);
        var mpc = new LearningMpc(dynamics, 10);
        DriveOnce(dynamics, set, mpc);
        var (state, next) = (set.States[..4], new double[4]);
        mpc.Begin(set);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var k = 0; k < 30; k++)
            {
                mpc.Solve(state, 0.01 * k);
                dynamics.Step(state, 0, mpc.Input, 0, next, 0);
                Array.Copy(next, state, 4);
                mpc.Advance();
            }
        }));
    }

    [Fact]
    public void A_reading_that_is_not_a_number_gives_no_input_but_zero()
    {
        var dynamics = new VehicleDynamics(VehicleKind.Unicycle);
        var mpc = new LearningMpc(dynamics, 10);
        mpc.Begin(Straight(dynamics, 60));
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity })
        {
            Assert.Equal(QpStatus.InvalidData, mpc.Solve([0, bad, 0, 0], 0));
            Assert.Equal([0.0, 0.0], mpc.Input);
        }

        Assert.Equal(QpStatus.InvalidData, mpc.Solve([0, 0, 0, 0], double.NaN));
    }

    [Fact]
    public void The_same_traversal_gives_the_same_bits()
    {
        var dynamics = new VehicleDynamics(VehicleKind.Unicycle);
        var set = Straight(dynamics, 60);
        var mpc = new LearningMpc(dynamics, 10);
        var first = DriveOnce(dynamics, set, mpc, 0.002);
        var again = DriveOnce(dynamics, set, mpc, 0.002);
        Assert.Equal(first.State, again.State);
        Assert.Equal(first.Battery, again.Battery);
    }
}
