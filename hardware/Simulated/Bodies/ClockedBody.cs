namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>
/// Ties a body's physics to a clock: every call first runs the physics up to now. The same body thus works in real time, and
/// in lock-step where somebody moves a <see cref="SimulatedClock"/>. The physics start at the clock's time of construction.
/// </summary>
/// <param name="body">What the controller drives.</param>
/// <param name="physics">The physics behind it; often the same object.</param>
/// <param name="clock">Whose time counts.</param>
/// <param name="standsUntilInput">The physics stand still until the first input: how long a rover waited for its start draws no
/// noise.</param>
public sealed class ClockedBody(IBody body, IAdvanceable physics, IClock clock, bool standsUntilInput = false) : IPointBody, IPoseEstimate
{
    private IBody _body = body;
    private long _offsetUs = physics.NowUs - clock.NowUs;
    private bool _stands = standsUntilInput;

    /// <inheritdoc/>
    public int StateCount => _body.StateCount;

    /// <inheritdoc/>
    public int InputCount => _body.InputCount;

    /// <inheritdoc/>
    public bool CountsWay => _body is IPlacedBody { CountsWay: true };

    /// <summary>0 where the body behind it is no point.</summary>
    public double LookAheadM => (_body as IPointBody)?.LookAheadM ?? 0;

    /// <inheritdoc/>
    public bool IsTracked => _body is IPoseEstimate { IsTracked: true };

    /// <inheritdoc/>
    public bool IsLost => _body is IPoseEstimate { IsLost: true };

    /// <inheritdoc/>
    public bool IsContradicted => _body is IPoseEstimate { IsContradicted: true };

    /// <inheritdoc/>
    public uint PosesRefused => (_body as IPoseEstimate)?.PosesRefused ?? 0;

    /// <inheritdoc/>
    public double PoseSigmaM => (_body as IPoseEstimate)?.PoseSigmaM ?? 0;

    /// <inheritdoc/>
    public bool TryTakePose(
        int source, long stampUs, long arrivalUs, double xM, double yM, double headingRad, double sigmaM, double sigmaRad)
    {
        CatchUp();
        return (_body as IPoseEstimate)?.TryTakePose(source, stampUs, arrivalUs + _offsetUs, xM, yM, headingRad, sigmaM, sigmaRad) ?? false;
    }

    /// <summary>The drivers began anew: from now on this is what the controller drives, of the same shape and the same physics.</summary>
    public void Exchange(IBody anew) => _body = anew;

    /// <inheritdoc/>
    public bool TrySense(double[] state)
    {
        CatchUp();
        return _body.TrySense(state);
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
        return _body.TryActuate(input);
    }

    /// <inheritdoc/>
    public void Stop()
    {
        CatchUp();
        _body.Stop();
    }

    /// <summary>Does nothing where the body behind it cannot be placed.</summary>
    public void SetPose(double xM, double yM, double headingRad)
    {
        CatchUp();
        (_body as IPlacedBody)?.SetPose(xM, yM, headingRad);
    }

    private void CatchUp()
    {
        if (!_stands)
        {
            physics.AdvanceTo(clock.NowUs + _offsetUs);
        }
    }
}
