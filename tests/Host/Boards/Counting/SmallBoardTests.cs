using MultiAgentEdge.Clearance;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Boards.Counting;

/// <summary>A board with little memory: it takes what fits, says why it does not take the rest, and never runs out.</summary>
public sealed class SmallBoardTests(ITestOutputHelper output)
{
    private const int ChunkBytes = ParameterStore.UsualChunkBytes;

    private static readonly RoverTopics Topics = new("fleet", "rover-1");
    private readonly byte[] buffer = new byte[2048];
    private uint sequence;

    /// <summary>From too little to plenty: a rover that comes up at all refuses or takes, and where it takes, more is no worse.</summary>
    [Fact]
    public void A_formation_is_taken_or_refused_with_a_reason_and_nothing_ends()
    {
        var least = Least();
        var outcomes = new List<string>();
        for (var heap = least; heap <= least + 40_960; heap += 4096)
        {
            using var board = Board(heap);
            Push(board, Set(1), 1);
            outcomes.Add(board.Link.LastReport.Contains("\"active\"", StringComparison.Ordinal) ? "active" : Reason(board));
            output.WriteLine($"{heap} bytes: {board.Link.LastReport}");
        }

        var first = outcomes.IndexOf("active");
        Assert.InRange(first, 1, outcomes.Count - 1);
        Assert.All(outcomes.Skip(first), one => Assert.Equal("active", one));
        Assert.All(outcomes.Take(first), one => Assert.StartsWith("needs ", one, StringComparison.Ordinal));
    }

    /// <summary>Room for one controller: a driving rover tries the new one in the place of the old one, drives on by that, and makes the
    /// new one when its tick has come; at rest the new one stays at once.</summary>
    [Fact]
    public void With_room_for_one_controller_a_rover_takes_sets_at_rest_and_while_it_drives()
    {
        using var board = Board(Least() + 30_000);
        Push(board, Set(1), 1);
        Assert.Equal(1u, board.Rover.Agent.ParameterVersion);
        Drive(board);
        var first = board.Rover.Agent.Controller;
        Push(board, Set(2), 2, activateAtTick: board.Rover.Agent.Tick + 2000);
        Assert.Contains("\"staged\"", board.Link.LastReport, StringComparison.Ordinal);
        Assert.Equal((1u, true), (board.Rover.Agent.ParameterVersion, board.Rover.Agent.IsDriving));
        Assert.NotNull(board.Rover.Agent.Controller);
        Assert.NotSame(first, board.Rover.Agent.Controller);
        Push(board, Set(3), 3);
        Assert.Equal((3u, true), (board.Rover.Agent.ParameterVersion, board.Rover.Agent.IsDriving));
        Assert.Equal(0u, board.Rover.Agent.MissedDeadlines);

        Say(board, Topics.Command, FrameKind.Command, new CommandFrame { Command = RoverCommand.Disarm }.Write);
        Push(board, Set(4), 4);
        Assert.Equal(4u, board.Rover.Agent.ParameterVersion);
    }

    /// <summary>A set that is no good costs a driving rover with room for one controller nothing but the trial.</summary>
    [Fact]
    public void A_bad_set_gives_a_driving_rover_its_controller_back()
    {
        using var board = Board(Least() + 30_000);
        Push(board, Set(1), 1);
        Drive(board);
        Push(board, Spoilt(Set(2)), 2);
        Assert.Contains("not reproduced", Reason(board), StringComparison.Ordinal);
        Assert.Equal((1u, true), (board.Rover.Agent.ParameterVersion, board.Rover.Agent.IsDriving));
        Assert.NotNull(board.Rover.Agent.Controller);
    }

    /// <summary>What made room comes back where the new set is no good.</summary>
    [Fact]
    public void A_bad_set_gives_the_old_one_back()
    {
        using var board = Board(Least() + 30_000);
        Push(board, Set(1), 1);
        Push(board, Spoilt(Set(2)), 2);
        Assert.Contains("refused", board.Link.LastReport, StringComparison.Ordinal);
        Assert.Equal((1u, true), (board.Rover.Agent.ParameterVersion, board.Rover.Agent.Controller is not null));
    }

    /// <summary>What a rover keeps free holds what its stacks grow by in the trial, and not much besides.</summary>
    [Theory]
    [InlineData("formation")]
    [InlineData("coverage")]
    [InlineData("delivery")]
    public void What_is_kept_free_is_what_stacks_still_grow_by(string mission)
    {
        var program = ProgramHeap.Measure();
        var growth = program.GrowthBytes - program.LessStackBytes[mission];
        var set = Set(1, mission);
        var parsed = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, parsed.TryParse(set, set.Length));
        var spare = HeapNeed.Spare(parsed);
        output.WriteLine($"{mission}: stacks grow by {growth}, {spare} are kept free");
        Assert.InRange(spare, growth + 512, growth + 1536);
        // Formations in the plane keep as much free as deliveries do.
        Assert.InRange(program.LessStackBytes["formation-plane"], program.LessStackBytes["delivery"], long.MaxValue);
    }

    /// <summary>Threads are counted together, and the start apart: it has no others beside it.</summary>
    [Fact]
    public void A_program_starts_with_less_than_its_threads_take_later() =>
        Assert.InRange(ProgramHeap.StartBytes(), 1, ProgramHeap.Measure().ThreadBytes);

    /// <summary>Likewise of the filter, whatever the fleet's size.</summary>
    [Theory]
    [InlineData(5, 0)]
    [InlineData(8, 4)]
    [InlineData(16, 0)]
    public void What_the_filter_is_said_to_need_is_what_it_takes(int others, int obstacles)
    {
        var limits = new ClearanceOptions { AgePeriods = 6, SilencePeriods = 10 };
        var takes = BoardHeap.Bytes(new RoverClearance(limits, new MotionTable(others), obstacles)) + BoardHeap.Bytes(new MotionFrame());
        Assert.InRange(HeapNeed.OfGuard(others, obstacles), takes, takes * 5 / 4);
    }

    /// <summary>The bound by which a rover refuses is one, and not far above what a controller takes.</summary>
    [Fact]
    public void What_a_set_is_said_to_need_is_what_its_controller_takes()
    {
        var sizes = BoardBench.FormationSizes();
        sizes.InputRatePerPeriod = RoverOptions.BoardInputRatePerPeriod;
        var set = Set(1);
        var parsed = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, parsed.TryParse(set, set.Length));
        var takes = BoardHeap.Bytes(ControllerFactory.TryCreate(parsed, sizes)!);
        output.WriteLine($"formation: takes {takes}, said to need {HeapNeed.Of(parsed)}");
        Assert.InRange(HeapNeed.Of(parsed), takes, takes * 5 / 4);
    }

    /// <summary>Another answer than the controller's own: the self-test does not reproduce.</summary>
    private static byte[] Spoilt(byte[] set)
    {
        set[^12] ^= 1;
        Bytes.PutU32(set, set.Length - 4, Crc32.Compute(set, 0, set.Length - 4));
        return set;
    }

    private void Drive(SimulatedBoard board)
    {
        Say(board, Topics.Command, FrameKind.Command, new CommandFrame { Command = RoverCommand.Arm }.Write);
        Say(board, Topics.Command, FrameKind.Command, new CommandFrame { Command = RoverCommand.Start, Tick = 1 }.Write);
        for (var turn = 0; turn < 400 && !board.Rover.Agent.IsDriving; turn++)
            board.Turn();
        Assert.True(board.Rover.Agent.IsDriving, $"{board.Rover.Agent.Mode} {board.Rover.Agent.Faults:x}");
    }

    /// <summary>The least heap with which a board of the mission's own sizes takes a set, drives, and takes another on the way: with all
    /// stacks at their deepest, without and with the filter of a body in the plane (which keeps it clear of five others, in delivery of
    /// three), and what is kept free.</summary>
    [Theory]
    [InlineData("formation", 79 * 1024)]
    [InlineData("coverage", 80 * 1024)]
    [InlineData("coverage-filter", 88 * 1024)]
    [InlineData("delivery", 103 * 1024)]
    [InlineData("delivery-filter", 111 * 1024)]
    public void The_least_heap_of_a_mission_stays_inside_its_budget(string mission, int budgetBytes)
    {
        Assert.True(Takes(mission, budgetBytes, out var why), why);
        var (no, yes) = (budgetBytes - 8_192, budgetBytes);
        Assert.False(Takes(mission, no, out why));
        Assert.StartsWith("needs ", why, StringComparison.Ordinal);
        while (yes - no > 256)
        {
            var middle = (no + yes) / 2;
            if (Takes(mission, middle, out _))
                yes = middle;
            else
                no = middle;
        }

        output.WriteLine($"{mission}: {yes} bytes, {yes / 1024.0:0.0} kB");
    }

    /// <summary>Whether it is driving by the second of two sets afterwards.</summary>
    private bool Takes(string mission, long heap, out string why)
    {
        using var board = Board(heap, mission);
        Push(board, Set(1, mission), 1);
        why = Reason(board);
        if (board.Rover.Agent.ParameterVersion != 1)
            return false;
        Drive(board);
        Push(board, Set(2, mission), 2, turns: 60);
        why = Reason(board);
        if (board.Rover.Agent.ParameterVersion != 2)
            return false;
        Assert.True(board.Rover.Agent.IsDriving, $"{board.Rover.Agent.Mode} {board.Rover.Agent.Faults:x}");
        return true;
    }

    private static byte[] Set(uint version, string mission) => mission switch
    {
        "coverage" or "coverage-filter" => CoverageTape.Set(1, quantised: true, version, new CoverageTracking(0.1, 0.4, 2, 1)),
        "delivery" or "delivery-filter" => DeliveryTape.Set(version),
        _ => Set(version),
    };

    private static SimulatedBoard Board(long heap, string mission = "formation")
    {
        var path = Path.GetTempFileName();
        var settings = new RoverSettings();
        int[] sizes = mission switch
        {
            "coverage" or "coverage-filter" => [8192, 10, 5, 6],
            "delivery" => [8192, 24, 0, 8],
            "delivery-filter" => [8192, 24, 3, 8],
            _ => [1280, 10, 0, 2],
        };
        if (mission is "coverage" or "delivery")
            Assert.Null(settings.TrySet(RoverSettings.BodyRadiusUm, "0"));
        foreach (var (setting, value) in new[] { (RoverSettings.ParameterBytes, sizes[0]), (RoverSettings.CouplingCapacity, sizes[1]),
            (RoverSettings.NeighbourCapacity, sizes[2]), (RoverSettings.SensitivityCapacity, 0), (RoverSettings.StateCapacity, sizes[3]) })
            Assert.Null(settings.TrySet(setting, $"{value}"));
        var text = new byte[RoverSettings.TextBytes];
        File.WriteAllBytes(path, text[..settings.Write(text)]);
        try
        {
            return new SimulatedBoard(path, null, heap);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Of heap, for a rover without a set.</summary>
    private static long Least()
    {
        const long plenty = 1 << 20;
        using var board = Board(plenty);
        return plenty - board.FreeBytes + 1024;
    }

    private static byte[] Set(uint version)
    {
        var scenario = FormationScenario.PaperS1();
        return FormationParameterSet.Build(
            scenario.ParametersFor(0, FormationScenario.TrueModel, 0.05), version, NegotiationMode.Admm, 2, scenario.PeriodS);
    }

    private void Push(SimulatedBoard board, byte[] set, uint version, uint activateAtTick = 0, int turns = 120)
    {
        var crc = Bytes.GetU32(set, set.Length - 4);
        Say(
            board, Topics.Desired, FrameKind.Desired,
            new DesiredFrame
            {
                Version = version, ByteCount = set.Length, Crc32 = crc, ChunkBytes = ChunkBytes, ActivateAtTick = activateAtTick,
            }.Write);
        for (var at = 0; at < set.Length; at += ChunkBytes)
        {
            var chunk = new ChunkFrame(ChunkBytes)
            {
                Version = version, Crc32 = crc, Index = at / ChunkBytes, Length = Math.Min(ChunkBytes, set.Length - at),
            };
            Array.Copy(set, at, chunk.Data, 0, chunk.Length);
            Say(board, Topics.Chunk, FrameKind.Chunk, chunk.Write);
        }

        for (var turn = 0; turn < turns; turn++)
            board.Turn();
    }

    private void Say(SimulatedBoard board, string topic, FrameKind kind, Func<byte[], int, int> write)
    {
        board.Link.Deliver(topic, buffer[..FrameCodec.Seal(buffer, kind, 1, ++sequence, 0, write(buffer, FrameCodec.HeaderBytes))]);
        for (var turn = 0; turn < 10; turn++)
            board.Turn();
    }

    private static string Reason(SimulatedBoard board)
    {
        using var report = System.Text.Json.JsonDocument.Parse(board.Link.LastReport);
        return report.RootElement.TryGetProperty("reason", out var reason) ? reason.GetString()! : board.Link.LastReport;
    }
}
