using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>A rover's own clock: the fleet's, set wrong.</summary>
public sealed class TestClock(IClock fleet) : IClock
{
    public long OffsetUs { get; set; }

    public long NowUs => unchecked(fleet.NowUs + OffsetUs);
}
