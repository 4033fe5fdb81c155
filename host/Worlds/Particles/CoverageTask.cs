using MultiAgentEdge.Host.Worlds.Tasks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>
/// The coverage task of paper S2 on the particle world. Terminal: every landmark has an agent within the cover radius. State constraint:
/// any two agents are at least <see cref="ConstraintLevel"/> apart (m). Guidance: minus the sum over landmarks of the distance to the
/// nearest agent. Cost: agents that do anything but stand. Agents see sorted observations with the time; the critic's state is everything
/// in index order and all pairwise distances.
/// </summary>
public sealed class CoverageTask : IConstrainedTask
{
    public const double CoverRadiusM = 0.1;
    public const double SafeDistanceM = 0.3;

    /// <summary>Agents start this far from each other, landmarks stand this far from each other. What a start violates, no policy could
    /// help.</summary>
    public const double SpacingM = 0.3;

    /// <summary>More than these hardly ever fall <see cref="SpacingM"/> apart into the arena.</summary>
    public const int MostAgents = 16;

    private readonly ScopedObservation observation;
    private readonly bool[] terminal;
    private readonly bool[] violated;
    private readonly double[] guidance;
    private readonly double[] cost;
    private readonly double[] original;
    private readonly int[] steps;
    private readonly int[] ordered;

    /// <param name="agents">1 to 64; as many landmarks.</param>
    public CoverageTask(int agents, int environments, int horizonSteps = 25)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizonSteps, 1);
        World = new ParticleWorld(ParticleOptions.Product(agents, environments) with { InitialSeparationM = SpacingM });
        HorizonSteps = horizonSteps;
        ConstraintLevel = SafeDistanceM;
        observation = new ScopedObservation(World, new ObservationShape(agents, agents - 1, TimeFeature: true));
        terminal = new bool[environments];
        violated = new bool[environments];
        guidance = new double[environments];
        cost = new double[environments];
        original = new double[environments];
        steps = new int[environments];
        ordered = new int[agents * environments];
    }

    public ParticleWorld World { get; }

    public ObservationShape Shape => observation.Shape;

    public string Name => "coverage";

    public int Environments => World.Environments;

    public int Agents => World.Agents;

    public int ActionCount => 5;

    public int ObservationWidth => observation.Shape.Width;

    public int StateWidth => (4 * Agents) + (2 * World.Landmarks) + (Agents * (Agents - 1) / 2) + (Agents * World.Landmarks) + 1;

    public int HorizonSteps { get; }

    /// <summary>Safe distance, m.</summary>
    public double ConstraintLevel { get; set; }

    public double FullConstraintLevel => SafeDistanceM;

    public double StepCostLimit => Agents;

    /// <summary>
    /// 10 for three landmarks, as in the paper: 3.33 m for each, the diagonal of the arena and half a metre. The arena has no walls: a team
    /// that drives away for a whole episode exceeds it, a policy that learned anything does not (<c>mae reward coverage --policy</c>
    /// measures it).
    /// </summary>
    public double GuidanceBound => 10.0 / 3.0 * World.Landmarks;

    public double GuidanceMaximum => 0.0;

    public ReadOnlySpan<bool> IsTerminal => terminal;

    public ReadOnlySpan<bool> IsViolated => violated;

    public ReadOnlySpan<double> Guidance => guidance;

    public ReadOnlySpan<double> Cost => cost;

    /// <summary>-D - 2 pairs in contact / N, as MPE has it (paper S3).</summary>
    public ReadOnlySpan<double> OriginalReward => original;

    public ReadOnlySpan<int> Steps => steps;

    public void Reset(int environment, Xoshiro256 random)
    {
        World.Reset(environment, random);
        steps[environment] = 0;
    }

    public void Step(ReadOnlySpan<int> actions)
    {
        cost.AsSpan().Clear();
        for (var e = 0; e < Environments; e++)
        {
            for (var agent = 0; agent < Agents; agent++)
            {
                var action = actions[(e * Agents) + agent];
                ordered[(agent * Environments) + e] = action;
                cost[e] += action == 0 ? 0 : 1;
            }

            steps[e]++;
        }

        World.Step(ordered);
        for (var e = 0; e < Environments; e++)
            Judge(e);
    }

    public void WriteObservations(Span<float> rows)
    {
        observation.Write(rows);
        var width = ObservationWidth;
        for (var row = 0; row < Environments * Agents; row++)
            rows[(row * width) + width - 1] = (float)((double)steps[row / Agents] / HorizonSteps);
    }

    public void WriteStates(Span<float> rows)
    {
        var width = StateWidth;
        for (var e = 0; e < Environments; e++)
            WriteState(e, rows.Slice(e * width, width));
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var array in Arrays())
        {
            foreach (var value in array)
                writer.Write(value);
        }

        foreach (var step in steps)
            writer.Write(step);
    }

    public void Load(BinaryReader reader)
    {
        foreach (var array in Arrays())
        {
            for (var i = 0; i < array.Length; i++)
                array[i] = reader.ReadDouble();
        }

        for (var e = 0; e < steps.Length; e++)
            steps[e] = reader.ReadInt32();
    }

    private double[][] Arrays() => [World.PositionX, World.PositionY, World.VelocityX, World.VelocityY, World.LandmarkX, World.LandmarkY];

    private void Judge(int e)
    {
        var covered = true;
        var sum = 0.0;
        for (var l = e; l < World.LandmarkX.Length; l += Environments)
        {
            var least = double.PositiveInfinity;
            for (var a = e; a < World.PositionX.Length; a += Environments)
            {
                double dx = World.PositionX[a] - World.LandmarkX[l], dy = World.PositionY[a] - World.LandmarkY[l];
                least = Math.Min(least, (dx * dx) + (dy * dy));
            }

            covered &= least <= CoverRadiusM * CoverRadiusM;
            sum += Math.Sqrt(least);
        }

        var broken = false;
        var pairs = 0;
        for (var i = e; i < World.PositionX.Length; i += Environments)
        {
            for (var j = e; j < i; j += Environments)
            {
                double dx = World.PositionX[i] - World.PositionX[j], dy = World.PositionY[i] - World.PositionY[j];
                var square = (dx * dx) + (dy * dy);
                broken |= square < ConstraintLevel * ConstraintLevel;
                pairs += square < 4.0 * ParticleWorld.AgentRadiusM * ParticleWorld.AgentRadiusM ? 1 : 0;
            }
        }

        terminal[e] = covered;
        violated[e] = broken;
        guidance[e] = -sum;
        original[e] = -sum - (2.0 * pairs / Agents);
    }

    private void WriteState(int e, Span<float> row)
    {
        var at = 0;
        for (var a = e; a < World.PositionX.Length; a += Environments)
        {
            row[at++] = (float)World.PositionX[a];
            row[at++] = (float)World.PositionY[a];
            row[at++] = (float)World.VelocityX[a];
            row[at++] = (float)World.VelocityY[a];
        }

        for (var l = e; l < World.LandmarkX.Length; l += Environments)
        {
            row[at++] = (float)World.LandmarkX[l];
            row[at++] = (float)World.LandmarkY[l];
        }

        for (var a = e; a < World.PositionX.Length; a += Environments)
        {
            for (var b = e; b < a; b += Environments)
                row[at++] = Distance(World.PositionX[a] - World.PositionX[b], World.PositionY[a] - World.PositionY[b]);
            for (var l = e; l < World.LandmarkX.Length; l += Environments)
                row[at++] = Distance(World.PositionX[a] - World.LandmarkX[l], World.PositionY[a] - World.LandmarkY[l]);
        }

        row[at] = (float)((double)steps[e] / HorizonSteps);
    }

    private static float Distance(double dx, double dy) => (float)Math.Sqrt((dx * dx) + (dy * dy));
}
