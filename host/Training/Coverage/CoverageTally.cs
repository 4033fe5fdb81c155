using MultiAgentEdge.Host.Worlds.Particles;

namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>Adds up the figures of papers S2 and S3 over episodes that run side by side. S2's episode ends when covered, when collided or
/// at T; S3's return goes on to T.</summary>
internal sealed class CoverageTally(int agents, int steps)
{
    private double[] returns = [];
    private double[] rewards = [];
    private double[] collisions = [];
    private int[] moves = [];
    private int[] ended = []; // step at which S2's episode ended; 0 while it runs
    private bool[] collided = [];
    private int episodes;
    private double returnSum;
    private double returnSquares;
    private long terminalViolations;
    private long stateViolations;
    private long timeSum;
    private long moveSum;

    public void Begin(ParticleWorld world)
    {
        var count = world.Environments;
        returns = new double[count];
        rewards = new double[agents * count];
        collisions = new double[agents * count];
        moves = new int[count];
        ended = new int[count];
        collided = new bool[count];
    }

    /// <param name="actions">N x E, what led here.</param>
    /// <param name="step">1 .. T.</param>
    public void Add(ParticleWorld world, ReadOnlySpan<int> actions, int step, double coverRadiusM)
    {
        var count = world.Environments;
        world.Rewards(rewards);
        world.Collisions(collisions);
        for (var e = 0; e < count; e++)
        {
            returns[e] += rewards[e];
            if (ended[e] > 0)
                continue;
            for (var k = e; k < collisions.Length; k += count)
            {
                moves[e] += actions[k] == 0 ? 0 : 1;
                collided[e] |= collisions[k] > 0.0;
            }

            if (collided[e] || IsCovered(world, e, coverRadiusM))
                ended[e] = step;
        }
    }

    public void End()
    {
        for (var e = 0; e < returns.Length; e++)
        {
            var isViolated = collided[e] || ended[e] == 0;
            stateViolations += collided[e] ? 1 : 0;
            terminalViolations += isViolated ? 1 : 0;
            timeSum += isViolated ? 2 * steps : ended[e];
            moveSum += isViolated ? agents * steps : moves[e];
            returnSum += returns[e];
            returnSquares += returns[e] * returns[e];
        }

        episodes += returns.Length;
    }

    public CoverageFigures Figures()
    {
        double n = episodes;
        var mean = returnSum / n;
        return new CoverageFigures(
            episodes, mean, Math.Sqrt(Math.Max(0.0, (returnSquares / n) - (mean * mean))), terminalViolations / n, stateViolations / n,
            timeSum / n, moveSum / n);
    }

    private static bool IsCovered(ParticleWorld world, int environment, double radiusM)
    {
        for (var l = environment; l < world.LandmarkX.Length; l += world.Environments)
        {
            var isNear = false;
            for (var k = environment; k < world.PositionX.Length; k += world.Environments)
            {
                double dx = world.PositionX[k] - world.LandmarkX[l], dy = world.PositionY[k] - world.LandmarkY[l];
                isNear |= (dx * dx) + (dy * dy) <= radiusM * radiusM;
            }

            if (!isNear)
                return false;
        }

        return true;
    }
}
