namespace MultiAgentEdge.Host.Boards;

/// <summary>What keeping clear costs a board: IL instructions of a period and of hearing the others in it, and its heap.</summary>
/// <param name="PerPeriod">Of the planes, the way around and the wheels, the own frame included.</param>
/// <param name="PerHearing">Of the frames of all others.</param>
public sealed record ClearanceCost(int Others, double PerPeriod, long PerPeriodMax, double PerHearing, long PerHearingMax, long HeapBytes)
{
    /// <summary>The others of the product's budget; four walls besides.</summary>
    public const int MostOthers = 8;

    private const int Steps = 500;

    /// <param name="others">1 to <see cref="MostOthers"/>, all of them near.</param>
    public static ClearanceCost Count(int others)
    {
        using var board = Instrumented.Load(BoardAssemblies.OpenReplay());
        var type = board.Assembly.GetType("MultiAgentEdge.Firmware.Replay.ClearanceProbe", throwOnError: true)!;
        var probe = Activator.CreateInstance(type, [others])!;
        var (period, periodMax) = (0L, 0L);
        var (hearing, hearingMax) = (0L, 0L);
        var step = type.GetMethod("Step")!.CreateDelegate<Action>(probe);
        var hear = type.GetMethod("Hear")!.CreateDelegate<Action>(probe);
        for (var i = 0; i < Steps; i++)
        {
            var before = board.Counts.Instructions;
            hear();
            var heard = board.Counts.Instructions - before;
            step();
            var cost = board.Counts.Instructions - before - heard;
            (hearing, hearingMax) = (hearing + heard, Math.Max(hearingMax, heard));
            (period, periodMax) = (period + cost, Math.Max(periodMax, cost));
        }

        var clearance = type.GetProperty("Clearance")!.GetValue(probe)!;
        if ((uint)clearance.GetType().GetProperty("Interventions")!.GetValue(clearance)! < Steps / 10)
            throw new InvalidOperationException("Nobody was in the probe's way.");
        return new ClearanceCost(
            others, (double)period / Steps, periodMax, (double)hearing / Steps, hearingMax, BoardHeap.Bytes(clearance));
    }
}
