namespace MultiAgentEdge.Host.Boards;

/// <summary>Turns each wheel alone, forward and back, and judges what the encoders say: the commonest faults of wiring by name.</summary>
public static class MotorTest
{
    private const int DurationMs = 600;

    /// <summary>Fewer ticks than this in a run are none: a wheel that was touched.</summary>
    private const int FewTicks = 5;

    /// <param name="permille">Duty, 100 to 1000; enough to turn a wheel in the air.</param>
    public static IReadOnlyList<(string Motor, WheelRun Run, string Verdict)> Run(BoardConsoleClient board, int permille)
    {
        ArgumentNullException.ThrowIfNull(board);
        var results = new List<(string, WheelRun, string)>();
        foreach (var (name, left, right) in new[] { ("left forward", 1, 0), ("left reverse", -1, 0), ("right forward", 0, 1),
            ("right reverse", 0, -1) })
        {
            var run = board.Run(left * permille, right * permille, DurationMs);
            results.Add((name, run, Judge(run)));
        }

        return results;
    }

    /// <summary>"ok", or what is wired wrong.</summary>
    public static string Judge(WheelRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var isLeft = run.LeftPermille != 0;
        var duty = isLeft ? run.LeftPermille : run.RightPermille;
        var own = isLeft ? run.LeftTicks : run.RightTicks;
        var other = isLeft ? run.RightTicks : run.LeftTicks;
        var (name, otherName) = isLeft ? ("left", "right") : ("right", "left");
        if (Math.Abs(own) < FewTicks && Math.Abs(other) >= FewTicks)
            return $"the {otherName} encoder counts: the encoders, or the motors, are swapped";
        if (Math.Abs(own) < FewTicks)
        {
            return $"the {name} encoder counts nothing: does the wheel turn? If so look at its A, B and supply; if not, at the motor's "
                + $"supply and the bridge's inputs";
        }

        if (Math.Sign(own) != Math.Sign(duty))
            return $"the {name} wheel counts backwards: swap the two wires of its motor, or A and B of its encoder";
        return Math.Abs(other) >= FewTicks ? $"the {otherName} wheel moves too: put the rover on a block" : "ok";
    }
}
