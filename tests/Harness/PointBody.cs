using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>A particle of a coverage mission that moves a little at every reading, so that its sensors never look frozen.</summary>
public sealed class PointBody : IBody
{
    public int StateCount => 4;

    public int InputCount => 2;

    public double[] State { get; } = [0.1, 0.2, 0, 0];

    public double[] Input { get; } = [0, 0];

    public bool IsStopped { get; private set; } = true;

    public bool TrySense(double[] state)
    {
        State[0] += 1e-6;
        State.CopyTo(state, 0);
        return true;
    }

    public bool TryActuate(double[] input)
    {
        (Input[0], Input[1]) = (input[0], input[1]);
        IsStopped = false;
        return true;
    }

    public void Stop() => IsStopped = true;
}
