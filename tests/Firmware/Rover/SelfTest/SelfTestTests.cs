using MultiAgentEdge.Firmware;
using BoardSelfTest = MultiAgentEdge.Firmware.SelfTest;

namespace MultiAgentEdge.Tests.Rover.SelfTest;

/// <summary>The self-test's number: the same on every machine, and another one as soon as anything computes differently.</summary>
public sealed class SelfTestTests
{
    /// <summary>
    /// CRC of 200 steps and 200 inferences, as the board's interpreter computed it from these sources. A change of the maths changes it;
    /// a change of the machine must not.
    /// </summary>
    private const uint BoardCrc = 0x39E0E231;

    [Fact]
    public void The_standard_run_gives_the_boards_number()
    {
        Assert.Equal(BoardCrc, BoardSelfTest.Run(BoardSelfTest.StandardSteps, BoardSelfTest.StandardSteps));
    }

    [Fact]
    public void Every_step_and_every_inference_counts()
    {
        uint[] crcs = [BoardSelfTest.Run(0, 0), BoardSelfTest.Run(1, 0), BoardSelfTest.Run(2, 0), BoardSelfTest.Run(0, 1), BoardSelfTest.Run(0, 2)];

        Assert.Equal(crcs.Length, crcs.Distinct().Count());
    }

    [Fact]
    public void A_single_bit_changes_the_fold()
    {
        var a = new BitFold();
        var b = new BitFold();
        a.Add(1.0);
        b.Add(Math.BitIncrement(1.0));

        Assert.NotEqual(a.Crc, b.Crc);
    }
}
