namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// Time of a control step on an ESP32, as a range and no better than that. An instruction of the board's interpreter took some 8 ns on the
/// PC it was measured on (a naive multiply-add of 16 instructions 127 ns), a call some 85 ns more; an ESP32 at 240 MHz is 60 to 130 times
/// slower. Not measured on a board.
/// </summary>
public static class Esp32Estimate
{
    private const double InstructionNs = 8;
    private const double CallNs = 85;
    private const double Fast = 60;
    private const double Slow = 130;

    public const double FastInstructionNs = InstructionNs * Fast;
    public const double SlowInstructionNs = InstructionNs * Slow;

    public static (double FastMs, double SlowMs) Milliseconds(MissionCost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        var hostMs = ((cost.InstructionsPerStep * InstructionNs) + (cost.CallsPerStep * CallNs)) * 1e-6;
        return (hostMs * Fast, hostMs * Slow);
    }
}
