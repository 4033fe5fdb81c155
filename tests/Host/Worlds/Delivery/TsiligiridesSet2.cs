namespace MultiAgentEdge.Tests.Host.Worlds.Delivery;

/// <summary>
/// The 21 points of Tsiligirides' problem 2 (Heuristic methods applied to orienteering, Journal of the Operational Research Society 35,
/// 1984) in the text format of the public benchmark collections, and the optimal scores published for its eleven budgets.
/// </summary>
internal static class TsiligiridesSet2
{
    public static readonly (double Budget, double Score)[] Optima =
    [
        (15, 120), (20, 200), (23, 210), (25, 230), (27, 230), (30, 265), (32, 300), (35, 320), (38, 360), (40, 395), (45, 450),
    ];

    private const string Points =
        """
        4.6 7.1 0
        5.0 5.6 0
        5.7 11.4 20
        4.4 12.3 20
        2.8 14.3 30
        3.2 10.30 15
        3.5 9.8 15
        4.4 8.4 10
        7.8 11.0 20
        8.8 9.8 20
        7.7 8.2 20
        6.3 7.9 15
        5.4 8.2 10
        5.8 6.8 10
        6.7 5.8 25
        13.8 13.1 40
        14.1 14.2 40
        11.2 13.6 30
        9.7 16.4 30
        9.5 18.8 50
        4.7 16.8 30
        """;

    public static string Text(double budget) => FormattableString.Invariant($"{budget}\t1\n{Points}\n");
}
