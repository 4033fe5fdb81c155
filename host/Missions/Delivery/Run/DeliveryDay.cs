using MultiAgentEdge.Host.Missions.Delivery.Coordination;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>What one iteration over the wire left.</summary>
public sealed record DeliveryDay
{
    /// <summary>Distinct nodes reached, the depot not counted.</summary>
    public required int NodesVisited { get; init; }

    /// <summary>Nodes reached, rover by rover, as indices; the depot first.</summary>
    public required int[][] Routes { get; init; }

    /// <summary>Used when home, rover by rover.</summary>
    public required double[] TimeS { get; init; }

    public required double[] Battery { get; init; }

    /// <summary>Rovers that were sent out and are back within their capacities.</summary>
    public required int CameHome { get; init; }

    public required int SentOut { get; init; }

    /// <summary>Rover by rover: its name, whether it was sent out, whether it came home, whatever it used, and how it was at the
    /// end.</summary>
    public required IReadOnlyList<(string Rover, bool WasSent, bool IsHome, string AtEnd)> Ways { get; init; }

    /// <summary>Pairs of rovers that began to touch.</summary>
    public int Contacts { get; init; }

    /// <summary>Periods, of all rovers, in which one drove otherwise than it wanted, so as to run into nobody.</summary>
    public long Interventions { get; init; }

    public required int Replans { get; init; }

    public required int InfeasiblePlans { get; init; }

    public required double ReplanMsMax { get; init; }

    /// <summary>Positions a control period, rover by rover; NaN before the first report.</summary>
    public required (double[] X, double[] Y)[] Tracks { get; init; }

    /// <summary>What was said, with the second of the day.</summary>
    public required IReadOnlyList<(double AtS, string What)> Notices { get; init; }

    /// <param name="tracks">Positions rover by rover, period by period.</param>
    public static DeliveryDay Of(
        TaskGraph graph, DeliveryMission done, IReadOnlyList<(double X, double Y)[]> tracks, IEnumerable<(double AtS, string What)> notices)
    {
        var sent = done.Members.Where(member => member.Route.Count > 1 || member.Phase is not DeliveryRoverPhase.Waiting).ToList();
        return new DeliveryDay
        {
            NodesVisited = done.Members.SelectMany(member => member.Route).Distinct().Count(node => node != graph.Depot),
            Routes = [.. done.Members.Select(member => member.Route.ToArray())],
            TimeS = [.. done.Members.Select(member => member.Route.Count > 1 ? member.Used[0] : 0)],
            Battery = [.. done.Members.Select(member => member.Route.Count > 1 ? member.Used[1] : 0)],
            CameHome = sent.Count(
                member => member.Phase == DeliveryRoverPhase.Home && member.Used[0] <= graph.Limits.TimeS + 1e-9
                    && member.Used[1] <= graph.Limits.Battery + 1e-9),
            SentOut = sent.Count,
            Ways = [.. done.Members.Select(
                member => (member.Name, sent.Contains(member), member.Phase == DeliveryRoverPhase.Home, AtEnd(member)))],
            Replans = done.Replans,
            InfeasiblePlans = done.InfeasiblePlans,
            ReplanMsMax = done.ReplanMsMax,
            Tracks = [.. Enumerable
                .Range(0, done.Members.Count)
                .Select(i => (tracks.Select(at => at[i].X).ToArray(), tracks.Select(at => at[i].Y).ToArray()))],
            Notices = [.. notices],
        };
    }

    private static string AtEnd(DeliveryMember member) =>
        member.Phase == DeliveryRoverPhase.Out ? "out" : $"still {member.Phase.ToString().ToLowerInvariant()}";
}
