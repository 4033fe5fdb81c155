using MultiAgentEdge.Host.Missions.Delivery.Run;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Missions.Delivery.Run;

/// <summary>Rovers that are discs, with one depot and crossing ways: nobody touches anybody, and the day ends.</summary>
public class DeliveryClearanceTests
{
    private static readonly int Seeds = Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 200 : 4;

    [Theory]
    [InlineData(2, 0.6)]
    [InlineData(3, 1.2)]
    [InlineData(5, 0.6)]
    public void Rovers_with_one_depot_touch_nobody_and_come_home_or_are_named(int agents, double speedMS)
    {
        var (home, sent, named) = (0, 0, 0);
        for (var seed = 1UL; seed <= (ulong)Seeds; seed++)
        {
            using var run = new DeliveryRun(new DeliveryRunOptions
            {
                Graph = Yard(seed, speedMS), Agents = agents, Iterations = 2, Seed = seed, InProcess = true, Margin = 0.2,
                StartTimeout = TimeSpan.FromMinutes(5),
            });
            run.Execute(TestContext.Current.CancellationToken);
            foreach (var day in run.Days)
            {
                Assert.True(day.Contacts == 0, $"seed {seed}: {day.Contacts} contacts{Where(day)}");
                home += day.Ways.Count(way => way.IsHome);
                sent += day.SentOut;
                foreach (var way in day.Ways.Where(way => way.WasSent && !way.IsHome))
                {
                    named++;
                    Assert.Contains(day.Notices, notice => notice.What.Contains(way.Rover, StringComparison.Ordinal));
                    Assert.Contains(day.Notices, notice => notice.What.Contains("the day is over", StringComparison.Ordinal));
                }
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{home} of {sent} ways ended at home, {named} were named");
        Assert.True(home >= 0.95 * sent, $"{home} of {sent} came home");
    }

    /// <summary>Who came nearest to whom, and how they came there.</summary>
    private static string Where(DeliveryDay day)
    {
        var pairs = from i in Enumerable.Range(0, day.Tracks.Length)
                    from k in Enumerable.Range(0, i)
                    from at in Enumerable.Range(0, day.Tracks[0].X.Length)
                    select (i, k, at, M: double.Hypot(
                        day.Tracks[i].X[at] - day.Tracks[k].X[at], day.Tracks[i].Y[at] - day.Tracks[k].Y[at]));
        var (a, b, period, _) = pairs.MinBy(pair => pair.M);
        return string.Concat(Enumerable.Range(Math.Max(0, period - 12), 16).Where(at => at < day.Tracks[0].X.Length).Select(
            at => FormattableString.Invariant(
                $"\n{at}: {a} ({day.Tracks[a].X[at]:0.000}, {day.Tracks[a].Y[at]:0.000}) ")
                + FormattableString.Invariant($"{b} ({day.Tracks[b].X[at]:0.000}, {day.Tracks[b].Y[at]:0.000})")))
            + string.Concat(day.Notices.Select(notice => FormattableString.Invariant($"\n{notice.AtS:0.0} {notice.What}")));
    }

    /// <summary>Eight places in eight by eight metres; every other graph lacks ways, so that places are passed by several.</summary>
    private static TaskGraph Yard(ulong seed, double speedMS)
    {
        var random = new Xoshiro256(seed);
        var nodes = new List<TaskNode> { new("depot", 0, 0, 0) };
        while (nodes.Count < 9)
        {
            var (x, y) = (random.NextUniform(-4, 4), random.NextUniform(-4, 4));
            if (nodes.TrueForAll(node => double.Hypot(node.XM - x, node.YM - y) > 1))
                nodes.Add(new TaskNode(FormattableString.Invariant($"{nodes.Count}"), x, y));
        }

        var near = seed % 2 == 0
            ? null
            : from i in Enumerable.Range(0, nodes.Count)
              from k in Enumerable.Range(0, nodes.Count)
              where i != k && (i == 0 || k == 0 || Math.Abs(i - k) == 1)
              select (i, k);
        return new TaskGraph("yard", nodes, depot: 0, near)
        {
            Limits = new CapacityLimits(120, 1),
            Vehicle = new VehicleLimits
            {
                SpeedMaxMS = speedMS, ConservativeSpeedMS = 0.5 * speedMS, AccelerationMaxMS2 = 0.5 * speedMS, YawRateMaxRadS = 2,
                IdleDrawPerS = 0.001, SpeedDrawSM2 = 0.001,
            },
        };
    }
}
