using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>Which faults are injected when. Immutable; looking one up allocates nothing.</summary>
public sealed class FaultSchedule(params Fault[] faults)
{
    private readonly Fault[] _faults = [.. faults.OrderBy(fault => fault.StartUs)];

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Faults drawn from a seed: same arguments, same schedule.</summary>
    /// <param name="seed">Any.</param>
    /// <param name="count">How many.</param>
    /// <param name="durationUs">All begin within this time.</param>
    /// <param name="longestUs">Each lasts from 1 microsecond to this.</param>
    /// <param name="kinds">What may be drawn, each with its magnitude; times in it are ignored.</param>
    public static FaultSchedule Random(ulong seed, int count, long durationUs, long longestUs, params Fault[] kinds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(kinds.Length);
        var generator = new Xoshiro256(seed);
        var faults = new Fault[count];
        for (var i = 0; i < count; i++)
        {
            var kind = kinds[generator.NextInt32(kinds.Length)];
            var startUs = (long)generator.NextUniform(0.0, durationUs);
            var lengthUs = 1 + (long)generator.NextUniform(0.0, longestUs);
            faults[i] = kind with { StartUs = startUs, EndUs = startUs + lengthUs };
        }

        return new FaultSchedule(faults);
    }

    public bool IsActive(FaultKind kind, long nowUs) => TryFind(kind, nowUs, out _);

    /// <summary>The earliest begun fault of a kind that is active at a time.</summary>
    public bool TryFind(FaultKind kind, long nowUs, out Fault found)
    {
        foreach (var fault in _faults)
        {
            if (fault.Kind == kind && nowUs >= fault.StartUs && nowUs < fault.EndUs)
            {
                found = fault;
                return true;
            }
        }

        found = default;
        return false;
    }
}
