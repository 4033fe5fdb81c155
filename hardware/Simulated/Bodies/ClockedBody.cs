namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>
/// Ties a body's physics to a clock: every call first runs the physics up to now. The same body thus works in real time, and
/// in lock-step where somebody moves a <see cref="SimulatedClock"/>. The physics start at the clock's time of construction.
/// </summary>
/// <param name="body">What the controller drives.</param>
/// <param name="physics">The physics behind it; often the same object.</param>
/// <param name="clock">Whose time counts.</param>
/// <param name="standsUntilInput">The physics stand still until the first input: how long a rover waited for its start draws no noise.</param>
public sealed class ClockedBody(IBody body, IAdvanceable physics, IClock clock, bool standsUntilInput = false) : IPlacedBody
{
    private long _offsetUs = physics.NowUs - clock.NowUs;
    private bool _stands = standsUntilInput;

    /// <inheritdoc/>
    public int StateCount => body.StateCount;

    /// <inheritdoc/>
    public int InputCount => body.InputCount;

    /// <inheritdoc/>
    public bool TrySense(double[] state)
    {
        CatchUp();
        return body.TrySense(state);
    }

    /// <inheritdoc/>
    public bool TryActuate(double[] input)
    {
        if (_stands)
        {
            _stands = false;
            _offsetUs = physics.NowUs - clock.NowUs;
        }

        CatchUp();
        return body.TryActuate(input);
    }

    /// <inheritdoc/>
    public void Stop()
    {
        CatchUp();
        body.Stop();
    }

    /// <summary>Does nothing where the body behind it cannot be placed.</summary>
    public void SetPose(double xM, double yM, double headingRad)
    {
        CatchUp();
        (body as IPlacedBody)?.SetPose(xM, yM, headingRad);
    }

    private void CatchUp()
    {
        if (!_stands)
        {
            physics.AdvanceTo(clock.NowUs + _offsetUs);
        }
    }
}
