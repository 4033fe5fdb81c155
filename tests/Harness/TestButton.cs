using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Tests.Harness;

public sealed class TestButton : IEmergencyStop
{
    public bool IsPressed { get; set; }
}
