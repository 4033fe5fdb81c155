using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>What a delivery run left, simulated or not.</summary>
/// <param name="Transport">mqtt or in-process.</param>
public sealed record DeliveryRunSummary(
    string Transport, string Client, IReadOnlyList<DeliveryDay> Days, long DeadlineMisses, long MessagesTotal)
{
    /// <summary>Names that two rovers used at once; empty in simulation.</summary>
    public IReadOnlyList<string> Doubles { get; init; } = [];

    /// <summary>Names of the rovers that drove, in the order of a day's routes; empty where nobody was found.</summary>
    public IReadOnlyList<string> Rovers { get; init; } = [];

    /// <summary>Who came home of those that were sent out, over all days.</summary>
    /// <param name="planned">Rovers that fail or leave because the run was told to: a day that one does not finish is not held against
    /// it.</param>
    public Turnout Turnout(IReadOnlySet<string> planned) => new(
        [.. Days.SelectMany(day => day.Ways).GroupBy(way => way.Rover).Select(ways =>
        {
            var asked = ways.Where(way => way.WasSent && (way.IsHome || !planned.Contains(way.Rover))).ToList();
            return new RoverTurnout(
                ways.Key, asked.Count(way => way.IsHome), asked.Count, asked.FindLast(way => !way.IsHome).AtEnd ?? "home",
                asked.TrueForAll(way => way.IsHome));
        })],
        "ways home");
}
