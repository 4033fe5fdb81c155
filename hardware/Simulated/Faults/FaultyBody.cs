namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>A body whose sensors and actuators fail as a schedule says. It lies without shame: NaN comes with a return value of
/// true.</summary>
public sealed class FaultyBody(IBody body, FaultSchedule schedule, IClock clock) : IBody
{
    private readonly double[] _lastState = new double[body.StateCount];
    private readonly double[] _applied = new double[body.InputCount];
    private bool _hasLastState;

    /// <inheritdoc/>
    public int StateCount => body.StateCount;

    /// <inheritdoc/>
    public int InputCount => body.InputCount;

    /// <inheritdoc/>
    public bool TrySense(double[] state)
    {
        var nowUs = clock.NowUs;
        if (schedule.IsActive(FaultKind.SensorLost, nowUs) || !body.TrySense(state))
        {
            return false;
        }

        if (_hasLastState && schedule.IsActive(FaultKind.SensorStuck, nowUs))
        {
            Array.Copy(_lastState, state, StateCount);
        }
        else
        {
            Array.Copy(state, _lastState, StateCount);
            _hasLastState = true;
        }

        if (schedule.IsActive(FaultKind.SensorNaN, nowUs))
        {
            Array.Fill(state, double.NaN, 0, StateCount);
        }
        else if (schedule.IsActive(FaultKind.SensorInfinite, nowUs))
        {
            Array.Fill(state, double.PositiveInfinity, 0, StateCount);
        }
        else if (schedule.TryFind(FaultKind.SensorOutOfRange, nowUs, out var fault))
        {
            for (var i = 0; i < StateCount; i++)
            {
                state[i] += fault.Magnitude;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryActuate(double[] input)
    {
        var nowUs = clock.NowUs;
        var fraction = schedule.TryFind(FaultKind.ActuatorSlow, nowUs, out var slow) ? slow.Magnitude : 1.0;
        var limit = schedule.TryFind(FaultKind.ActuatorSaturated, nowUs, out var saturated) ? saturated.Magnitude : double.PositiveInfinity;
        for (var i = 0; i < InputCount; i++)
        {
            if (!double.IsFinite(input[i]))
            {
                Array.Clear(_applied);
                return body.TryActuate(input);
            }

            var slowed = fraction >= 1.0 ? input[i] : _applied[i] + fraction * (input[i] - _applied[i]);
            _applied[i] = Math.Clamp(slowed, -limit, limit);
        }

        return body.TryActuate(_applied);
    }

    /// <inheritdoc/>
    public void Stop()
    {
        Array.Clear(_applied);
        body.Stop();
    }
}
