using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Worlds.Tasks;

/// <summary>
/// A rover docks on a line, in whole numbers: position p, velocity v in -2 .. 2, actions coast, push, brake (v + 0, + 1, - 1), p follows v.
/// Terminal: at the dock (p = 0) and at rest. State constraint: not behind the dock, and within three of it no faster than 1. Cost: pushes
/// either way. Guidance: -|p|. Small enough to be solved exactly beside what was learned.
/// </summary>
public sealed class DockingTask : IConstrainedTask
{
    public const int FarthestStart = 12;
    public const int NearestStart = 4;
    public const int SpeedLimit = 2;
    public const int CarefulWithin = 3;

    /// <summary>The line ends here, either way.</summary>
    public const int LineEnd = 20;

    private readonly int[] position;
    private readonly int[] velocity;
    private readonly int[] steps;
    private readonly bool[] terminal;
    private readonly bool[] violated;
    private readonly double[] guidance;
    private readonly double[] cost;
    private readonly double[] original;

    public DockingTask(int environments, int horizonSteps = 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(environments, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizonSteps, 1);
        Environments = environments;
        HorizonSteps = horizonSteps;
        position = new int[environments];
        velocity = new int[environments];
        steps = new int[environments];
        terminal = new bool[environments];
        violated = new bool[environments];
        guidance = new double[environments];
        cost = new double[environments];
        original = new double[environments];
    }

    public string Name => "docking";

    public int Environments { get; }

    public int Agents => 1;

    public int ActionCount => 3;

    public int ObservationWidth => 3;

    public int StateWidth => 3;

    public int HorizonSteps { get; }

    /// <summary>0: anything goes; above: not behind the dock, and slowly within this share of <see cref="CarefulWithin"/>.</summary>
    public double ConstraintLevel { get; set; } = 1.0;

    public double FullConstraintLevel => 1.0;

    public double StepCostLimit => 1.0;

    public double GuidanceBound => LineEnd;

    public double GuidanceMaximum => 0.0;

    public ReadOnlySpan<bool> IsTerminal => terminal;

    public ReadOnlySpan<bool> IsViolated => violated;

    public ReadOnlySpan<double> Guidance => guidance;

    public ReadOnlySpan<double> Cost => cost;

    /// <summary>Distance and violations, unweighted.</summary>
    public ReadOnlySpan<double> OriginalReward => original;

    public ReadOnlySpan<int> Steps => steps;

    public ReadOnlySpan<int> Position => position;

    public ReadOnlySpan<int> Velocity => velocity;

    /// <summary>One step of the rover; the whole physics.</summary>
    /// <param name="action">0 coast, 1 push away from the dock, 2 push towards it.</param>
    public static (int Position, int Velocity) Move(int position, int velocity, int action)
    {
        var v = Math.Clamp(velocity + (action == 1 ? 1 : action == 2 ? -1 : 0), -SpeedLimit, SpeedLimit);
        return (Math.Clamp(position + v, -LineEnd, LineEnd), v);
    }

    public static bool IsDocked(int position, int velocity) => position == 0 && velocity == 0;

    public static bool Breaks(int position, int velocity, double level) =>
        level > 0.0 && (position < 0 || (position <= CarefulWithin * level && Math.Abs(velocity) > 1));

    public void Reset(int environment, Xoshiro256 random)
    {
        position[environment] = NearestStart + random.NextInt32(FarthestStart - NearestStart + 1);
        velocity[environment] = 0;
        steps[environment] = 0;
    }

    public void Step(ReadOnlySpan<int> actions)
    {
        for (var e = 0; e < Environments; e++)
        {
            (position[e], velocity[e]) = Move(position[e], velocity[e], actions[e]);
            steps[e]++;
            terminal[e] = IsDocked(position[e], velocity[e]);
            violated[e] = Breaks(position[e], velocity[e], ConstraintLevel);
            guidance[e] = -Math.Abs(position[e]);
            cost[e] = actions[e] == 0 ? 0 : 1;
            original[e] = guidance[e] - (violated[e] ? 1 : 0);
        }
    }

    public void WriteObservations(Span<float> rows)
    {
        for (var e = 0; e < Environments; e++)
        {
            rows[3 * e] = (float)position[e] / FarthestStart;
            rows[(3 * e) + 1] = (float)velocity[e] / SpeedLimit;
            rows[(3 * e) + 2] = (float)steps[e] / HorizonSteps;
        }
    }

    public void WriteStates(Span<float> rows) => WriteObservations(rows);

    public void Save(BinaryWriter writer)
    {
        foreach (var value in position.Concat(velocity).Concat(steps))
            writer.Write(value);
    }

    public void Load(BinaryReader reader)
    {
        foreach (var array in new[] { position, velocity, steps })
        {
            for (var e = 0; e < array.Length; e++)
                array[e] = reader.ReadInt32();
        }
    }
}
