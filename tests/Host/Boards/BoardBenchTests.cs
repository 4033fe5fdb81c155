using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Missions;

namespace MultiAgentEdge.Tests.Host.Boards;

/// <summary>The budgets of a board, counted and not timed; and that its build computes what this machine computes.</summary>
public class BoardBenchTests(ITestOutputHelper output)
{
    private static readonly Lazy<IReadOnlyDictionary<string, MissionCost>> Costs = new(() =>
        BoardBench.Run(70, MissionList.BuiltIn, TestContext.Current.CancellationToken)
            .ToDictionary(cost => cost.Mission, StringComparer.Ordinal));

    [Theory]
    [InlineData("formation")]
    [InlineData("formation-plane")]
    [InlineData("coverage")]
    [InlineData("coverage-f32")]
    [InlineData("delivery")]
    public void The_board_build_does_to_the_bit_what_the_recorded_agent_did(string mission) => Assert.True(Costs.Value[mission].BitsEqual);

    [Fact]
    public void Of_a_single_step_mean_and_maximum_are_the_same()
    {
        var options = BoardBench.FormationSizes();
        var tape = FormationTape.Record(options, 40, 1, TestContext.Current.CancellationToken);
        var steps = MissionCounter.Count("formation", "", tape, options, 5, only: null).Steps;
        var last = MissionCounter.Count("formation", "", tape, options, 4 + steps, only: null);
        Assert.Equal((1, last.InstructionsMax), (last.Steps, last.InstructionsPerStep));
    }

    [Theory]
    [InlineData("formation")]
    [InlineData("formation-plane")]
    [InlineData("coverage")]
    [InlineData("delivery")]
    public void A_control_step_allocates_nothing(string mission) => Assert.Equal(0, Costs.Value[mission].AllocationsPerStep);

    [Theory]
    [InlineData("formation", 27 * 1024)]
    [InlineData("formation-plane", 48 * 1024)]
    [InlineData("coverage", 48 * 1024)]
    public void The_heap_stays_inside_its_budget(string mission, long bytes) => Assert.InRange(Costs.Value[mission].HeapBytes, 1, bytes);

    /// <summary>As the board's build makes it: on .NET an actor has its weights in tiles besides.</summary>
    [Theory]
    [InlineData("coverage", true)]
    [InlineData("coverage-f32", false)]
    [InlineData("delivery", false)]
    public void What_a_set_is_said_to_need_is_what_its_controller_takes(string mission, bool quantised)
    {
        var set = mission == "delivery" ? DeliveryTape.Set(1) : CoverageTape.Set(1, quantised);
        var parsed = new MultiAgentEdge.Parameters.ParameterSet();
        Assert.Equal(MultiAgentEdge.Parameters.ParameterStatus.Ok, parsed.TryParse(set, set.Length));
        var takes = Costs.Value[mission].ControllerBytes;
        Assert.InRange(HeapNeed.Of(parsed), takes, takes * 5 / 4);
    }

    /// <summary>The whole program, its link and what the interpreter keeps besides: what each mission needs of a board.</summary>
    [Theory]
    [InlineData("formation", ProgramHeap.SmallBoardBytes, "yes")]
    [InlineData("coverage", ProgramHeap.SmallBoardBytes, "yes")]
    [InlineData("formation-plane", 101_500, "one at a time")]
    [InlineData("coverage-f32", 100_500, "one at a time")]
    [InlineData("delivery", 104_500, "one at a time")]
    public void The_whole_program_stays_inside_its_budget(string mission, long peakBytes, string fitsLargeBoard)
    {
        var program = ProgramHeap.Measure();
        Assert.InRange(program.PeakOf(Costs.Value[mission]), 60_000, peakBytes);
        Assert.Equal(fitsLargeBoard, program.Fits(Costs.Value[mission], ProgramHeap.LargeBoardBytes));
    }

    /// <summary>What a board loads of mscorlib, as its package has it: the sizes of the tables of its file.</summary>
    [Fact]
    public void The_tables_of_mscorlib_are_those_of_the_file_that_a_board_loads()
    {
        var tables = AssemblyTables.OfBoard(MultiAgentEdge.NanoProfile.BoardLibrary.CoreImageOfBoard());
        Assert.Equal(new AssemblyTables(141, 87, 16, 803, 0), tables);
    }

    [Fact]
    public void What_is_provisioned_for_one_mission_alone_leaves_the_heap_of_the_others()
    {
        var (whole, lean) = (Heap(), Heap(
            (RoverSettings.ParameterBytes, 1280), (RoverSettings.CouplingCapacity, 10), (RoverSettings.NeighbourCapacity, 0),
            (RoverSettings.StateCapacity, 2), (RoverSettings.SensitivityCapacity, 0)));
        output.WriteLine($"formation, N=10: {whole} bytes of heap as provisioned without sizes, {lean} with its own");
        // Sixteen neighbours, each with its windows of numbers, and longer prices and states. Sets stay in flash.
        Assert.InRange(whole - lean, 4_000, whole);

        static long Heap(params (int Setting, int Value)[] sizes)
        {
            var settings = new RoverSettings();
            foreach (var (setting, value) in sizes)
                Assert.Null(settings.TrySet(setting, $"{value}"));
            var options = settings.ToOptions(1);
            var tape = FormationTape.Record(options, 40, 1, TestContext.Current.CancellationToken);
            return MissionCounter.Count("formation", "", tape, options, 5, only: null).HeapBytes;
        }
    }

    /// <summary>A key of a session and short codes, where HMAC-SHA256 over each price would cost more than the control law.</summary>
    [Fact]
    public void Checking_every_price_costs_a_formation_a_seventh_of_its_step_at_most()
    {
        var plain = Costs.Value["formation"].InstructionsPerStep;
        Assert.InRange(Costs.Value["formation-signed"].InstructionsPerStep, plain + 1, plain * 8 / 7);
    }

    /// <summary>Three warm solves with a board's rate of the input, the frames of two rounds, state and telemetry.</summary>
    [Fact]
    public void A_formations_control_step_stays_inside_its_budget() =>
        Assert.InRange(Costs.Value["formation"].InstructionsPerStep, 1, 72_000);

    /// <summary>Two rounds' worth of solves in each axis, and what follows the path.</summary>
    [Fact]
    public void A_control_step_in_the_plane_stays_inside_its_budget() =>
        Assert.InRange(Costs.Value["formation-plane"].InstructionsPerStep, 1, 130_000);

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
        Assert.InRange(image.MotionBytes, 1, BoardImage.LimitBytes - 1);
        Assert.InRange(image.FirmwareBytes, 1, BoardImage.LimitBytes - 1);
    }
}
