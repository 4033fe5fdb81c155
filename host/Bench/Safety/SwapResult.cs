namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>What one run came to.</summary>
/// <param name="Contacts">Two discs touched, each time anew.</param>
/// <param name="Caused">Of these, those in which a rover that keeps clear drove into the other: towards it, faster than a centimetre a
/// second, and faster than the other where that one keeps clear of nothing.</param>
/// <param name="Arrived">Rovers that stood at their goals at the end.</param>
/// <param name="Counted">Rovers that could: not the faulty one, nor one whose goal it blocks.</param>
/// <param name="ClearanceMinM">Smallest distance between two discs; below 0 an overlap.</param>
/// <param name="TimeS">Until all that count were there at once, or the run's length.</param>
/// <param name="Interventions">Ticks of all rovers in which the filter changed what was wanted.</param>
public readonly record struct SwapResult(
    int Contacts, int Caused, int Arrived, int Counted, double ClearanceMinM, double TimeS, long Interventions);
