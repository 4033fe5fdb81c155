namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>
/// Ties a discrete-time plant to a clock by its owner's samples: each <see cref="TrySense"/> moves the plant by as many whole periods as
/// have passed since the last one, and a sample may come three eighths of a period early. One that comes a little early or late still finds
/// the plant exactly one step further; one that looks again before its controller acts, at 0.6 of a period, finds it where it was. A plant
/// that stepped on a grid of its own would, in real time, now and then step twice or not at all between two samples.
/// </summary>
/// <param name="body">The plant, with the period it steps at.</param>
/// <param name="clock">Whose time counts.</param>
public sealed class SampledBody(LinearBody body, IClock clock) : IBody
{
    private readonly long _earlyUs = body.PeriodUs * 3 / 8;
    private long _sampledUs = clock.NowUs;

    /// <inheritdoc/>
    public int StateCount => body.StateCount;

    /// <inheritdoc/>
    public int InputCount => body.InputCount;

    /// <inheritdoc/>
    public bool TrySense(double[] state)
    {
        var nowUs = clock.NowUs;
        var steps = (nowUs - _sampledUs + _earlyUs) / body.PeriodUs;
        if (steps > 0)
        {
            body.AdvanceTo(body.NowUs + (steps * body.PeriodUs));
            _sampledUs = nowUs;
        }

        return body.TrySense(state);
    }

    /// <inheritdoc/>
    public bool TryActuate(double[] input) => body.TryActuate(input);

    /// <inheritdoc/>
    public void Stop() => body.Stop();
}
