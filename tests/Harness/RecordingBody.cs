using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>Stands between an agent and its plant, below every injected fault: what reaches the motors is seen here.</summary>
public sealed class RecordingBody(IBody plant) : IBody
{
    public int StateCount => plant.StateCount;

    public int InputCount => plant.InputCount;

    /// <summary>First input of every accepted command, in order; zero where the body was stopped.</summary>
    public List<double> Commands { get; } = [];

    /// <summary>Commands that were not finite.</summary>
    public int NotFinite { get; private set; }

    /// <summary>Whether the last thing the agent did was to stop the body.</summary>
    public bool IsStopped { get; private set; } = true;

    /// <summary>Thrown by every call until null again: a driver with a bug.</summary>
    public Exception? Throws { get; set; }

    public bool TrySense(double[] state)
    {
        if (Throws is { } bug)
            throw bug;
        return plant.TrySense(state);
    }

    public bool TryActuate(double[] input)
    {
        if (Throws is { } bug)
            throw bug;
        for (var i = 0; i < InputCount; i++)
            NotFinite += double.IsFinite(input[i]) ? 0 : 1;
        Commands.Add(input[0]);
        IsStopped = false;
        return plant.TryActuate(input);
    }

    public void Stop()
    {
        Commands.Add(0.0);
        IsStopped = true;
        plant.Stop();
        if (Throws is { } bug)
            throw bug;
    }
}
