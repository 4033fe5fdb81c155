namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>What all runs came to.</summary>
/// <param name="ArrivedShare">Of all rovers that could arrive in time.</param>
/// <param name="ClearanceMinM">Smallest distance between two discs over all runs.</param>
/// <param name="TimeMeanS">Of a run, until all were there; a run in which some did not arrive counts its whole length.</param>
/// <param name="InterventionsMean">Of one rover in one run.</param>
public sealed record SafetyBenchResult(
    int Runs, int Contacts, int ContactsCaused, double ArrivedShare, double ClearanceMinM, double TimeMeanS, double InterventionsMean)
{
    /// <summary>The first runs in which a rover caused a contact, by their number.</summary>
    public IReadOnlyList<int> Worst { get; init; } = [];
}
