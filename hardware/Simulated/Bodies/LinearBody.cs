using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>
/// A linear plant x+ = A x + B u + b + e, e uniform (paper S1, equation (30)), stepped at exact multiples of its period with the
/// input held at that moment. <see cref="Stop"/> engages a brake: the state is held, speeds are zero, and the disturbance has no
/// effect until the next accepted input releases it. Starts braked. Allocates nothing after construction.
/// </summary>
public sealed class LinearBody : IBody, IAdvanceable
{
    private readonly LinearBodyOptions _options;
    private readonly Xoshiro256 _noise;
    private readonly double[] _input;
    private readonly double[] _next;
    private readonly double[] _state;
    private bool _isBraked = true;
    private int _periodsSinceInput;

    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public LinearBody(LinearBodyOptions options, long startUs = 0)
    {
        var stateCount = options.InitialState.Length;
        if (stateCount == 0 || options.A.Length != stateCount * stateCount || options.B.Length == 0 || options.B.Length % stateCount != 0
            || HasOther(options.Offset, stateCount) || HasOther(options.DisturbanceLower, stateCount)
            || HasOther(options.DisturbanceUpper, stateCount) || options.SpeedStates.Any(i => i < 0 || i >= stateCount))
        {
            throw new ArgumentException($"Shapes do not fit a plant of {stateCount} states.", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.PeriodUs, 1);
        _options = options;
        _noise = new Xoshiro256(options.Seed);
        _state = [.. options.InitialState];
        _next = new double[stateCount];
        _input = new double[options.B.Length / stateCount];
        NowUs = startUs;
    }

    /// <inheritdoc/>
    public int StateCount => _state.Length;

    /// <inheritdoc/>
    public int InputCount => _input.Length;

    /// <summary>Period of a step, microseconds.</summary>
    public long PeriodUs => _options.PeriodUs;

    /// <summary>The last period boundary that was stepped over.</summary>
    public long NowUs { get; private set; }

    /// <inheritdoc/>
    public void AdvanceTo(long timeUs)
    {
        while (timeUs - NowUs >= _options.PeriodUs)
        {
            Step();
            NowUs += _options.PeriodUs;
        }
    }

    /// <inheritdoc/>
    public bool TrySense(double[] state)
    {
        foreach (var value in _state)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        Array.Copy(_state, state, _state.Length);
        return true;
    }

    /// <inheritdoc/>
    public bool TryActuate(double[] input)
    {
        for (var i = 0; i < _input.Length; i++)
        {
            if (!double.IsFinite(input[i]))
            {
                Stop();
                return false;
            }
        }

        Array.Copy(input, _input, _input.Length);
        _isBraked = false;
        _periodsSinceInput = 0;
        return true;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _isBraked = true;
        Array.Clear(_input);
        foreach (var i in _options.SpeedStates)
        {
            _state[i] = 0.0;
        }
    }

    private static bool HasOther(double[]? values, int count) => values != null && values.Length != count;

    private void Step()
    {
        if (_isBraked)
        {
            return;
        }

        for (var i = 0; i < _state.Length; i++)
        {
            var sum = _options.Offset?[i] ?? 0.0;
            for (var j = 0; j < _state.Length; j++)
            {
                sum += _options.A[i * _state.Length + j] * _state[j];
            }

            for (var j = 0; j < _input.Length; j++)
            {
                sum += _options.B[i * _input.Length + j] * _input[j];
            }

            var lower = _options.DisturbanceLower?[i] ?? 0.0;
            var upper = _options.DisturbanceUpper?[i] ?? 0.0;
            _next[i] = sum + (upper > lower ? _noise.NextUniform(lower, upper) : lower);
        }

        Array.Copy(_next, _state, _state.Length);
        if (_options.InputTimeoutPeriods > 0 && ++_periodsSinceInput >= _options.InputTimeoutPeriods)
        {
            Stop();
        }
    }
}
