using MultiAgentEdge.Host.Worlds.Tasks;
using MultiAgentEdge.Linalg;

namespace WetFloor;

/// <summary>
/// A task of one's own: a rover has to get to its dock at the other end of a kitchen, and the middle of the floor is wet. The kitchen is a
/// grid, x 0 .. 8, y -3 .. 3; actions stay, and a step right, left, up, down. It starts anywhere on the dry. Terminal: at the dock (8, 0).
/// State constraint: farther than <see cref="ConstraintLevel"/> from the middle (4, 0). Cost: steps. Guidance: minus the steps that are
/// left, straight through the wet. It says nothing of what these weigh: that is the reward design's business.
/// </summary>
public sealed class WetFloorTask : IConstrainedTask
{
    private const int Width = 8;
    private const int Side = 3;
    private const int PuddleX = 4;

    private static readonly (int X, int Y)[] Moves = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)];

    private readonly int[] x;
    private readonly int[] y;
    private readonly int[] steps;
    private readonly bool[] terminal;
    private readonly bool[] violated;
    private readonly double[] guidance;
    private readonly double[] cost;
    private readonly double[] original;

    /// <param name="environments">Kitchens that are stepped side by side, 1 or more.</param>
    public WetFloorTask(int environments)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(environments, 1);
        Environments = environments;
        x = new int[environments];
        y = new int[environments];
        steps = new int[environments];
        terminal = new bool[environments];
        violated = new bool[environments];
        guidance = new double[environments];
        cost = new double[environments];
        original = new double[environments];
    }

    public string Name => "wet-floor";

    public int Environments { get; }

    public int Agents => 1;

    public int ActionCount => Moves.Length;

    public int ObservationWidth => 3;

    public int StateWidth => 3;

    public int HorizonSteps => 24;

    /// <summary>Steps from the middle that have to be kept off; 0: anything goes.</summary>
    public double ConstraintLevel { get; set; } = 1.5;

    public double FullConstraintLevel => 1.5;

    public double StepCostLimit => 1;

    public double GuidanceBound => Width + Side;

    public double GuidanceMaximum => 0;

    public ReadOnlySpan<bool> IsTerminal => terminal;

    public ReadOnlySpan<bool> IsViolated => violated;

    public ReadOnlySpan<double> Guidance => guidance;

    public ReadOnlySpan<double> Cost => cost;

    /// <summary>As one would write it off-hand: the way that is left, and one point less on the wet.</summary>
    public ReadOnlySpan<double> OriginalReward => original;

    public ReadOnlySpan<int> Steps => steps;

    public void Reset(int environment, Xoshiro256 random)
    {
        do
        {
            x[environment] = random.NextInt32(Width);
            y[environment] = random.NextInt32((2 * Side) + 1) - Side;
        }
        while (FromMiddle(environment) <= FullConstraintLevel);
        steps[environment] = 0;
    }

    public void Step(ReadOnlySpan<int> actions)
    {
        for (var e = 0; e < Environments; e++)
        {
            var move = Moves[actions[e]];
            x[e] = Math.Clamp(x[e] + move.X, 0, Width);
            y[e] = Math.Clamp(y[e] + move.Y, -Side, Side);
            steps[e]++;
            var left = Width - x[e] + Math.Abs(y[e]);
            terminal[e] = left == 0;
            violated[e] = ConstraintLevel > 0 && FromMiddle(e) <= ConstraintLevel;
            guidance[e] = -left;
            cost[e] = actions[e] == 0 ? 0 : 1;
            original[e] = guidance[e] - (violated[e] ? 1 : 0);
        }
    }

    /// <summary>Where it is, and the time: an episode that is over at T must not come as a surprise.</summary>
    public void WriteObservations(Span<float> rows)
    {
        for (var e = 0; e < Environments; e++)
        {
            rows[3 * e] = ((float)x[e] / PuddleX) - 1;
            rows[(3 * e) + 1] = (float)y[e] / Side;
            rows[(3 * e) + 2] = (float)steps[e] / HorizonSteps;
        }
    }

    public void WriteStates(Span<float> rows) => WriteObservations(rows);

    public void Save(BinaryWriter writer)
    {
        foreach (var value in x.Concat(y).Concat(steps))
            writer.Write(value);
    }

    public void Load(BinaryReader reader)
    {
        foreach (var array in new[] { x, y, steps })
        {
            for (var e = 0; e < array.Length; e++)
                array[e] = reader.ReadInt32();
        }
    }

    private double FromMiddle(int e) => Math.Sqrt(((x[e] - PuddleX) * (x[e] - PuddleX)) + (y[e] * y[e]));
}
