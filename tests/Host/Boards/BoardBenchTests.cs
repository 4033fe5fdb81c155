using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Host.Tests.Boards;

/// <summary>The budgets of a board, counted and not timed; and that its build computes what this machine computes.</summary>
public class BoardBenchTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, MissionCost>> Costs = new(() =>
        BoardBench.Run(70, TestContext.Current.CancellationToken).ToDictionary(cost => cost.Mission, StringComparer.Ordinal));

    [Theory]
    [InlineData("formation")]
    [InlineData("coverage")]
    [InlineData("coverage-f32")]
    [InlineData("delivery")]
    public void The_board_build_does_to_the_bit_what_the_recorded_agent_did(string mission) => Assert.True(Costs.Value[mission].BitsEqual);

    [Theory]
    [InlineData("formation")]
    [InlineData("coverage")]
    [InlineData("delivery")]
    public void A_control_step_allocates_nothing(string mission) => Assert.Equal(0, Costs.Value[mission].AllocationsPerStep);

    [Theory]
    [InlineData("formation", 24 * 1024)]
    [InlineData("coverage", 48 * 1024)]
    public void The_heap_stays_inside_its_budget(string mission, long bytes) => Assert.InRange(Costs.Value[mission].HeapBytes, 1, bytes);

    /// <summary>Three warm solves, the frames of two rounds, state and telemetry.</summary>
    [Fact]
    public void A_formations_control_step_stays_inside_its_budget() => Assert.InRange(Costs.Value["formation"].InstructionsPerStep, 1, 60_000);

    [Fact]
    public void A_multiply_add_of_the_actor_costs_at_most_nine_instructions()
    {
        var cost = ActorCost.Count();
        Assert.InRange(cost.F32PerMultiplyAdd, 1, 9);
        Assert.InRange(cost.Int8PerMultiplyAdd, 1, 9);
    }

    [Fact]
    public void Each_assembly_of_the_image_fits_a_board()
    {
        var image = BoardImage.Measure();
        Assert.InRange(image.SharedBytes, 1, BoardImage.LimitBytes - 1);
        Assert.InRange(image.FirmwareBytes, 1, BoardImage.LimitBytes - 1);
    }
}
