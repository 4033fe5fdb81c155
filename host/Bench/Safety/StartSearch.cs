using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>
/// Looks for a swap that ends in a contact: keeps the start that came nearest to one, changes it a little, and goes on from the nearer of
/// the two (a (1 + 1) evolution strategy whose step grows with success and shrinks without), anew from another start every hundred tries.
/// </summary>
public static class StartSearch
{
    private const int TriesPerStart = 100;
    private const double Grow = 1.5;
    private const double Shrink = 0.92;
    private const double FirstStep = 0.1;
    private const double LimitS = 20;

    /// <summary>What the search came to.</summary>
    /// <param name="ClearanceMinM">Nearest that two came in any try.</param>
    public sealed record Found(int Tries, int ContactsCaused, double ClearanceMinM);

    public static Found Run(SafetyBenchOptions options, int tries, CancellationToken cancellation)
    {
        var random = new Xoshiro256(options.Seed ^ 0x5eac4);
        var found = new Found(0, 0, double.MaxValue);
        var limits = options with { LimitS = LimitS };
        SwapScene best = null!;
        ulong bestSeed = 0;
        double nearest = 0, step = FirstStep;
        for (var attempt = 0; attempt < tries; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            var isFirst = attempt % TriesPerStart == 0;
            var kind = attempt % (2 * TriesPerStart) == 0 ? SwapKind.Antipodal : SwapKind.Random;
            var scene = isFirst ? SwapScene.Draw(options.Agents, kind, random) : Change(best, step, random);
            var seed = isFirst || random.NextDouble() < 0.2 ? random.NextUInt64() : bestSeed;
            if (!IsApart(scene))
                continue;
            var result = new SwapRun(scene, limits, seed).Drive();
            found = new Found(found.Tries + 1, found.ContactsCaused + result.Caused, Math.Min(found.ClearanceMinM, result.ClearanceMinM));
            var isNearer = isFirst || result.ClearanceMinM < nearest;
            step = isFirst ? FirstStep : step * (isNearer ? Grow : Shrink);
            if (isNearer)
                (best, bestSeed, nearest) = (scene, seed, result.ClearanceMinM);
        }

        return found;
    }

    private static SwapScene Change(SwapScene scene, double step, Xoshiro256 random) => scene with
    {
        PeriodS = Math.Clamp(scene.PeriodS * (1 + (0.2 * step * random.NextGaussian())), 0.1, 0.25),
        SpeedMS = Math.Clamp(scene.SpeedMS * (1 + (0.2 * step * random.NextGaussian())), 0.3, 0.6),
        Starts =
        [
            .. scene.Starts.Select(at => (Near(at.XM, step, random), Near(at.YM, step, random), Near(at.HeadingRad, 3 * step, random))),
        ],
        Goals = [.. scene.Goals.Select(at => (Near(at.XM, step, random), Near(at.YM, step, random)))],
    };

    private static double Near(double value, double step, Xoshiro256 random) => value + (step * random.NextGaussian());

    /// <summary>Whether they start with the room that a rover needs to be known: nobody is put down next to another.</summary>
    private static bool IsApart(SwapScene scene)
    {
        for (var i = 0; i < scene.Starts.Count; i++)
        {
            for (var k = 0; k < i; k++)
            {
                if (double.Hypot(scene.Starts[i].XM - scene.Starts[k].XM, scene.Starts[i].YM - scene.Starts[k].YM) < 0.35)
                    return false;
            }
        }

        return true;
    }
}
