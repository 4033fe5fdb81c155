namespace MultiAgentEdge.Host.Boards;

/// <summary>What the pose filter costs a board: IL instructions of a wheel step and of a pose from outside, and its heap.</summary>
public sealed record PoseCost(double PerWheelStep, long PerWheelStepMax, double PerPose, long PerPoseMax, long HeapBytes)
{
    private const int Steps = 2000;

    /// <param name="hasGyro">Without one a step is the cheaper.</param>
    public static PoseCost Count(bool hasGyro)
    {
        using var board = Instrumented.Load(BoardAssemblies.OpenReplay());
        var type = board.Assembly.GetType("MultiAgentEdge.Firmware.Replay.PoseProbe", throwOnError: true)!;
        var probe = Activator.CreateInstance(type, [hasGyro])!;
        var step = type.GetMethod("Step")!.CreateDelegate<Action>(probe);
        var measure = type.GetMethod("Measure")!.CreateDelegate<Func<bool>>(probe);
        var (steps, stepMax, poses, poseMax, taken) = (0L, 0L, 0L, 0L, 0);
        for (var i = 0; i < Steps; i++)
        {
            var before = board.Counts.Instructions;
            step();
            var cost = board.Counts.Instructions - before;
            (steps, stepMax) = (steps + cost, Math.Max(stepMax, cost));
            if (i % 5 != 0)
                continue;
            before = board.Counts.Instructions;
            taken += measure() ? 1 : 0;
            cost = board.Counts.Instructions - before;
            (poses, poseMax) = (poses + cost, Math.Max(poseMax, cost));
        }

        if (taken < Steps / 10)
            throw new InvalidOperationException("The probe's own poses were refused.");
        var heap = BoardHeap.Bytes(type.GetProperty("Filter")!.GetValue(probe)!);
        return new PoseCost((double)steps / Steps, stepMax, poses / (Steps / 5.0), poseMax, heap);
    }
}
