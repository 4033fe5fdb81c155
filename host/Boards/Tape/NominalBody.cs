using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Host.Boards;

/// <summary>A body that does exactly what a controller's own model says, one period an input.</summary>
public sealed class NominalBody(IController model, double[] initialState) : IBody
{
    private readonly double[] initial = [.. initialState];
    private readonly double[] present = [.. initialState];
    private readonly double[] next = new double[initialState.Length];

    public int StateCount => model.StateCount;

    public int InputCount => model.InputCount;

    public bool TrySense(double[] state)
    {
        present.CopyTo(state, 0);
        return true;
    }

    public bool TryActuate(double[] input)
    {
        model.Predict(present, input, next);
        next.CopyTo(present, 0);
        return true;
    }

    /// <summary>A person carries it back to where it began.</summary>
    public void PutBack() => initial.CopyTo(present, 0);

    public void Stop()
    {
        // It stands where it is: without an input the model does not move on.
    }
}
