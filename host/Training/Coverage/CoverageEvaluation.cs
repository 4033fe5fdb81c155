using MultiAgentEdge.Actor;
using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>
/// Runs a trained team through new episodes with the very network code that a rover runs, float32 or int8. With a range, every agent has
/// the rover's own scope and memory; without one all observations are written at once, with the same bits.
/// </summary>
public sealed class CoverageEvaluation
{
    private const int Together = 256;

    private readonly CoverageModel model;
    private readonly IReadOnlyList<ActorNetwork> actors;
    private readonly CoverageEvaluationOptions options;
    private readonly float[] input;
    private readonly float[] output;

    /// <param name="actors">The model's actors as a rover has them: one, or one for each agent.</param>
    /// <exception cref="ArgumentException">The actors do not fit the model or the number of agents.</exception>
    public CoverageEvaluation(CoverageModel model, IReadOnlyList<ActorNetwork> actors, CoverageEvaluationOptions options)
    {
        if (actors.Count != 1 && actors.Count != options.Agents)
        {
            throw new ArgumentException(
                $"{actors.Count} actors, each for its own agent, cannot drive {options.Agents} agents.", nameof(actors));
        }

        if (actors[0].InputCount != model.Shape.Width)
        {
            throw new ArgumentException(
                $"The actor takes {actors[0].InputCount} numbers, but what it is shown has {model.Shape.Width}.", nameof(actors));
        }

        this.model = model;
        this.actors = actors;
        this.options = options;
        input = new float[model.Shape.Width];
        output = new float[actors[0].OutputCount];
    }

    public CoverageFigures Run(CancellationToken cancellation = default)
    {
        var random = new Xoshiro256(options.Seed);
        var tally = new CoverageTally(options.Agents, model.EpisodeSteps);
        for (var left = options.Episodes; left > 0; left -= Together)
        {
            cancellation.ThrowIfCancellationRequested();
            RunTogether(Math.Min(left, Together), random, tally, null);
        }

        return tally.Figures();
    }

    /// <summary>The first episode of the same starts, step by step.</summary>
    public CoverageReplay Record()
    {
        var steps = model.EpisodeSteps + 1;
        var replay = new CoverageReplay(
            [.. Enumerable.Range(0, options.Agents).Select(_ => new double[steps])],
            [.. Enumerable.Range(0, options.Agents).Select(_ => new double[steps])],
            new double[2 * options.Agents]);
        RunTogether(1, new Xoshiro256(options.Seed), new CoverageTally(options.Agents, model.EpisodeSteps), replay);
        return replay;
    }

    private void RunTogether(int episodes, Xoshiro256 random, CoverageTally tally, CoverageReplay? replay)
    {
        var agents = options.Agents;
        var world = new ParticleWorld(ParticleOptions.Product(agents, episodes) with { InitialSeparationM = model.InitialSeparationM });
        var observation = new ScopedObservation(world, model.Shape);
        var memory = double.IsPositiveInfinity(options.RangeM)
            ? null
            : new RangedScopes(world, model.Shape, options.RangeM, options.Memory);
        var rows = new float[episodes * agents * model.Shape.Width];
        var actions = new int[agents * episodes];
        world.Reset(random);
        tally.Begin(world);
        Record(world, replay, 0);
        for (var t = 0; t < model.EpisodeSteps; t++)
        {
            observation.Write(rows, (float)((double)t / model.EpisodeSteps));
            memory?.Overwrite(rows);
            for (var e = 0; e < episodes; e++)
            {
                for (var agent = 0; agent < agents; agent++)
                {
                    actions[(agent * episodes) + e] = Choose(
                        agent, rows.AsSpan(((e * agents) + agent) * model.Shape.Width, model.Shape.Width));
                }
            }

            world.Step(actions);
            tally.Add(world, actions, t + 1, options.CoverRadiusM);
            Record(world, replay, t + 1);
        }

        tally.End();
    }

    private int Choose(int agent, ReadOnlySpan<float> row)
    {
        row.CopyTo(input);
        var actor = actors[actors.Count == 1 ? 0 : agent];
        var status = actor.TryInfer(input, output);
        return status == ActorStatus.Ok
            ? actor.Choice
            : throw new InvalidOperationException($"The actor answers {status} to a finite observation: its weights overflow.");
    }

    private static void Record(ParticleWorld world, CoverageReplay? replay, int t)
    {
        if (replay is null)
            return;
        for (var i = 0; i < world.Agents; i++)
        {
            replay.X[i][t] = world.PositionX[i];
            replay.Y[i][t] = world.PositionY[i];
            replay.Landmarks[2 * i] = world.LandmarkX[i];
            replay.Landmarks[(2 * i) + 1] = world.LandmarkY[i];
        }
    }
}
