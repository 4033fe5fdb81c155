using System.Globalization;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Bench;

/// <summary>Our routes beside those of OR-Tools: the same instances, the same seconds on two threads each, one after the other.</summary>
internal static class RouteComparison
{
    public const string Usage = "dotnet run -c Release --project tests/Bench -- routes DIR [SECONDS [MAX_NODES]]";

    public static int Run(string[] args)
    {
        var isRead = TryNumber(args, 1, 10, out var seconds) & TryNumber(args, 2, 400, out var mostNodes);
        if (args.Length is < 1 or > 3 || !Directory.Exists(args[0]) || !isRead)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var (ahead, equal, behind, gaps) = (0, 0, 0, new List<double>());
        Console.WriteLine($"{"instance",-32} {"nodes",5} {"published",9} {"ours",9} {"OR-Tools",9} {"OR-Tools to ours",17}");
        foreach (var file in RouteBench.Files(args[0]))
        {
            var name = Path.ChangeExtension(Path.GetRelativePath(args[0], file), null);
            var problem = OrienteeringReader.Read(File.ReadAllText(file), name);
            if (problem.Count > mostNodes || !double.IsFinite(problem.Limit))
                continue;
            var time = TimeSpan.FromSeconds(seconds);
            var published = PublishedScores.Of(file);
            foreach (var ours in RouteBench.Run(name, problem, published, [1], time, CancellationToken.None))
            {
                var theirs = OrToolsRoutes.Score(problem, time);
                var gap = 100 * (theirs - ours.Score) / Math.Max(1e-12, ours.Score);
                gaps.Add(gap);
                ahead += theirs < ours.Score - 1e-6 ? 1 : 0;
                behind += theirs > ours.Score + 1e-6 ? 1 : 0;
                equal += Math.Abs(theirs - ours.Score) <= 1e-6 ? 1 : 0;
                Console.WriteLine(FormattableString.Invariant(
                    $"{name,-32} {problem.Count,5} {published,9:0.##} {ours.Score,9:0.##} {theirs,9:0.##} {gap,15:+0.00;-0.00;0.00} %"));
            }
        }

        if (gaps.Count == 0)
            return 1;
        Console.WriteLine($"ours more on {ahead}, the same on {equal}, less on {behind} of {gaps.Count}");
        Console.WriteLine(
            $"OR-Tools to ours: {Percent(gaps.Average())} on average, {Percent(gaps.Min())} at worst, {Percent(gaps.Max())} at best");
        return behind == 0 ? 0 : 1;
    }

    private static string Percent(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) + " %";

    private static bool TryNumber(string[] args, int at, double standard, out double value)
    {
        value = standard;
        return args.Length <= at
            || (double.TryParse(args[at], NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value > 0);
    }
}
