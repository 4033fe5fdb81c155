namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Good teams of several kinds, to be merged. What is much like one of them competes with that one alone: otherwise all are soon alike, and
/// their mergers bring nothing. Memory: k (4 m n + 8 n) bytes for k teams.
/// </summary>
internal sealed class RoutePopulation
{
    private const int Most = 16;

    // Fewer, where teams are so large that all would not be cooled once anyway; 4 bytes each.
    private const long MostPlaces = 32_000_000;

    // Teams that share all but so much of their edges are of one kind.
    private const double AlikeShare = 0.15;

    private readonly TeamRoutes[] teams;

    /// <param name="mostPlaces">On the routes of all teams together; two teams there are always.</param>
    public RoutePopulation(RouteMatrix matrix, long mostPlaces = MostPlaces)
    {
        var first = new TeamRoutes(matrix);
        teams = new TeamRoutes[Math.Clamp(mostPlaces / first.Nodes.Length, 2, Most)];
        teams[0] = first;
        for (var i = 1; i < teams.Length; i++)
            teams[i] = new TeamRoutes(matrix);
    }

    public int Count => teams.Length;

    public TeamRoutes this[int i] => teams[i];

    /// <summary>Takes the place of the one that it is like, or of the worst where it is like none, if it is better. True: it did.</summary>
    public bool Offer(TeamRoutes team)
    {
        var (worst, nearest, least) = (teams[0], teams[0], int.MaxValue);
        foreach (var other in teams)
        {
            if (worst.IsBetterThan(other))
                worst = other;
            var distance = Distance(other, team);
            if (distance < least)
                (nearest, least) = (other, distance);
        }

        var rival = least <= 2 * AlikeShare * team.Visited ? nearest : worst;
        if (!team.IsBetterThan(rival))
            return false;
        rival.CopyFrom(team);
        return true;
    }

    /// <summary>Ends of edges that one of the two has and the other has not.</summary>
    private static int Distance(TeamRoutes a, TeamRoutes b)
    {
        var sum = 0;
        for (var node = 0; node < a.RouteOf.Length; node++)
        {
            var (p, q) = (a.PlaceOf(node), b.PlaceOf(node));
            if (p >= 0 && q >= 0)
                sum += Without(a.Nodes[p - 1], b, q) + Without(a.Nodes[p + 1], b, q);
            else if (p >= 0 || q >= 0)
                sum += 2;
        }

        return sum;

        static int Without(int neighbour, TeamRoutes routes, int at) =>
            routes.Nodes[at - 1] == neighbour || routes.Nodes[at + 1] == neighbour ? 0 : 1;
    }
}
