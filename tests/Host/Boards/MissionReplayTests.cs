using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards;

/// <summary>
/// Golden runs: whole agents, recorded on this machine with .NET's fast paths, lived through again by the board's build. Every byte
/// published and every input applied must be the same. MAE_LONG=1: 10,000 control steps of each mission, otherwise 300 (delivery: as many
/// edges as that takes).
/// </summary>
public class MissionReplayTests
{
    private static int Periods => Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 10_000 : 300;

    [Fact]
    public void Formation()
    {
        var sizes = BoardBench.FormationSizes();
        var tape = FormationTape.Record(sizes, Periods, 2, TestContext.Current.CancellationToken);
        Same(tape, sizes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Coverage(bool quantised)
    {
        var sizes = BoardBench.CoverageSizes(quantised);
        Same(CoverageTape.Record(sizes, Periods, 3, quantised), sizes);
    }

    [Fact]
    public void Delivery()
    {
        for (var edge = 0; edge * DeliveryTape.LongPeriods < Periods; edge++)
        {
            var sizes = BoardBench.DeliverySizes();
            Same(DeliveryTape.RecordLong(sizes, edge), sizes);
        }
    }

    [Fact]
    public void One_bit_of_one_sensed_state_shows()
    {
        var sizes = BoardBench.FormationSizes();
        var tape = FormationTape.Record(sizes, 40, 2, TestContext.Current.CancellationToken);
        var at = tape.States.Count - 10;
        tape.States[at]![0] = Math.BitIncrement(tape.States[at]![0]);
        Assert.NotEqual(tape.Checksum, Replay(tape, sizes));
    }

    private static void Same(AgentTape tape, Firmware.RoverOptions sizes) => Assert.Equal(tape.Checksum, Replay(tape, sizes));

    private static uint Replay(AgentTape tape, Firmware.RoverOptions sizes)
    {
        using var board = Instrumented.Load(BoardAssemblies.OpenReplay(), _ => false);
        return new ReplayedAgent(board.Assembly, tape, sizes).RunToEnd().Checksum;
    }
}
