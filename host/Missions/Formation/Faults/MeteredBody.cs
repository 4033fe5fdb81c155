using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Host.Missions.Formation.Faults;

/// <summary>A body that remembers how far its first input changed from one command to the next. A stop is a command of zero, at
/// once.</summary>
public sealed class MeteredBody(IBody body) : IBody
{
    private double last;

    /// <summary>Largest change so far, in the input's own units.</summary>
    public double LargestChange { get; private set; }

    public int StateCount => body.StateCount;

    public int InputCount => body.InputCount;

    public bool TrySense(double[] state) => body.TrySense(state);

    public bool TryActuate(double[] input)
    {
        LargestChange = Math.Max(LargestChange, Math.Abs(input[0] - last));
        last = input[0];
        return body.TryActuate(input);
    }

    public void Stop()
    {
        last = 0.0;
        body.Stop();
    }
}
