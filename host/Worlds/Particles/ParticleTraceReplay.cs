namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>
/// Drives the world through recorded actions from the recorded start, never corrected on the way, and compares every number with the
/// recording. The episode is replayed in every lane of a few environments, so that the vectorised and the scalar remainder are both
/// compared.
/// </summary>
public static class ParticleTraceReplay
{
    private const int Environments = 11;

    public static ParticleTraceErrors Run(ParticleTrace trace)
    {
        var world = new ParticleWorld(trace.Options with { Environments = Environments });
        Spread(trace.Agents, world.PositionX, world.PositionY);
        Spread(trace.Landmarks, world.LandmarkX, world.LandmarkY);
        var agents = world.Agents;
        var rewards = new double[agents * Environments];
        var discrete = new int[agents * Environments];
        var continuous = new double[5 * agents * Environments];
        var errors = ParticleTraceErrors.None with { Episodes = 1 };
        foreach (var step in trace.Steps)
        {
            if (step.Discrete is { } chosen)
            {
                for (var k = 0; k < discrete.Length; k++)
                    discrete[k] = chosen[k / Environments];
                world.Step(discrete);
            }
            else
            {
                for (var k = 0; k < discrete.Length; k++)
                    step.Continuous.AsSpan(5 * (k / Environments), 5).CopyTo(continuous.AsSpan(5 * k));
                world.StepContinuous(continuous);
            }

            world.Rewards(rewards);
            for (var e = 0; e < Environments; e++)
                errors = errors.And(Compare(world, rewards, step, e));
            errors = errors with { Steps = errors.Steps + 1 };
        }

        return errors;
    }

    private static void Spread(double[] pairs, double[] x, double[] y)
    {
        for (var k = 0; k < x.Length; k++)
        {
            x[k] = pairs[2 * (k / Environments)];
            y[k] = pairs[(2 * (k / Environments)) + 1];
        }
    }

    private static ParticleTraceErrors Compare(ParticleWorld world, double[] rewards, ParticleTraceStep step, int environment)
    {
        double position = 0.0, velocity = 0.0, observation = 0.0, reward = 0.0, sum = 0.0;
        for (var i = 0; i < world.Agents; i++)
        {
            var k = (i * Environments) + environment;
            position = Greatest(position, world.PositionX[k] - step.Positions[2 * i], world.PositionY[k] - step.Positions[(2 * i) + 1]);
            velocity = Greatest(velocity, world.VelocityX[k] - step.Velocities[2 * i], world.VelocityY[k] - step.Velocities[(2 * i) + 1]);
            observation = Math.Max(observation, ObservationError(world, k, environment, step.Observations[i]));
            reward = Greatest(reward, rewards[k] - step.Individual[i], 0.0);
            sum += rewards[k];
        }

        return new ParticleTraceErrors(0, 0, position, velocity, observation, Greatest(reward, sum - step.Shared, 0.0));
    }

    private static double ObservationError(ParticleWorld world, int self, int environment, double[] recorded)
    {
        double px = world.PositionX[self], py = world.PositionY[self];
        var worst = Greatest(
            Greatest(0.0, world.VelocityX[self] - recorded[0], world.VelocityY[self] - recorded[1]), px - recorded[2], py - recorded[3]);
        var at = 4;
        for (var k = environment; k < world.LandmarkX.Length; k += Environments, at += 2)
            worst = Greatest(worst, world.LandmarkX[k] - px - recorded[at], world.LandmarkY[k] - py - recorded[at + 1]);
        for (var k = environment; k < world.PositionX.Length; k += Environments)
        {
            if (k == self)
                continue;
            worst = Greatest(worst, world.PositionX[k] - px - recorded[at], world.PositionY[k] - py - recorded[at + 1]);
            at += 2;
        }

        // Nobody speaks in this task.
        for (; at < recorded.Length; at++)
            worst = Greatest(worst, recorded[at], 0.0);
        return worst;
    }

    // NaN counts as infinitely wrong.
    private static double Greatest(double most, double first, double second)
    {
        var worst = Math.Max(Math.Abs(first), Math.Abs(second));
        return double.IsNaN(worst) ? double.PositiveInfinity : Math.Max(most, worst);
    }
}
