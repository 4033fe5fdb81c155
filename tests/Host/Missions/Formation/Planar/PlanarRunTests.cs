using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Web.Live;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Planar;

/// <summary>Formations in the plane on simulated wheels, in process: shapes hold, changes are carried out, who drops out is left out and
/// comes back.</summary>
public class PlanarRunTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    // What each rover believes of itself: slip and drift are the pose's matter, not the formation's.
    [Fact]
    public void Rovers_keep_their_places_to_each_other()
    {
        var records = Drive(Options(periods: 200));
        Assert.InRange(Believed(records), 0, 0.008);
        // The safety filter stands in between, and leaves rovers that go the same way alone.
        Assert.InRange(records[^1].Rovers.Sum(rover => rover.Interventions), 0, 80);
        Assert.All(records, record => Assert.Equal(0, record.Contacts));
        Assert.InRange(records[^1].Share, 0.95, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        var (a, b) = (Drive(Options(periods: 60)), Drive(Options(periods: 60)));
        Assert.Equal(a.Select(record => record.FormationErrorM), b.Select(record => record.FormationErrorM));
    }

    [Fact]
    public void Shape_path_speed_and_pause_change_while_it_drives()
    {
        var run = new PlanarRun(Options(periods: 330) with
        {
            Events =
            [
                new PlanarEvent(60, Order: new FormationOrder { Shape = "line" }),
                new PlanarEvent(110, Order: new FormationOrder { Path = "circle" }),
                new PlanarEvent(200, Order: new FormationOrder { SpeedMS = 0.1 }),
                new PlanarEvent(230, Order: new FormationOrder { Pause = true }),
                new PlanarEvent(280, Order: new FormationOrder { Pause = false }),
            ],
        });
        var records = Drive(run);
        Assert.Equal((1, 3u), (run.SoFar().ShapeChanges, run.SoFar().ParameterVersion));
        Assert.Equal("line", records[^1].Shape);
        // On the circle of 1.5 m around zero.
        Assert.Equal(1.5, Math.Sqrt((records[^1].PathXM * records[^1].PathXM) + (records[^1].PathYM * records[^1].PathYM)), 0.01);
        Assert.Equal(0.1, Speed(records, 225), 0.005);
        Assert.Equal(0, Speed(records, 275), 1e-6);
        Assert.Equal(0.1, Speed(records, 325), 0.005);
        // Blends move places against each other, and the safety filter makes rovers that come near each other wait.
        Assert.InRange(Believed(records), 0, 0.04);
        Assert.Equal(0, records.Sum(record => record.Contacts));
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public void Who_drops_out_is_left_out_and_comes_back(bool closesUp, uint versions)
    {
        var run = new PlanarRun(Options(periods: 320) with
        {
            ClosesUp = closesUp,
            Events = [new PlanarEvent(70, Stops: "b"), new PlanarEvent(150, Returns: "b")],
        });
        var records = Drive(run);
        Assert.DoesNotContain(records.Where(record => record.Tick is > 80 and < 150), record => record.Rovers[1].Drives);
        Assert.All(
            records.Where(record => record.Tick is > 80 and < 150), record => Assert.Equal(3, record.Rovers.Count(rover => rover.Drives)));
        Assert.True(records[^1].Rovers[1].Drives, records[^1].Rovers[1].Mode);
        Assert.Equal(closesUp ? 2 : 0, run.SoFar().ShapeChanges);
        Assert.Equal(closesUp ? versions : 2, run.SoFar().ParameterVersion);
        Assert.InRange(Believed([records[^1]]), 0, 0.02);
        Assert.True(run.SoFar().Turnout.IsWhole, run.SoFar().Turnout.Sentence);
    }

    [Fact]
    public void Rovers_that_stand_aside_join_when_they_are_called()
    {
        var run = new PlanarRun(Options(periods: 260) with
        {
            Waiting = 1,
            Shape = FormationShape.Of("triangle", 3, 0.6),
            Starts = [(0, 0, 0), (0.7, 0, 1), (0, 0.7, 2), (-2.5, -2, 0)],
            Events = [new PlanarEvent(80, Returns: "d")],
        });
        var records = Drive(run);
        Assert.Equal(3, records[70].Rovers.Count(rover => rover.Drives));
        Assert.Equal(4, records[^1].Rovers.Count(rover => rover.Drives));
        Assert.InRange(Believed([records[^1]]), 0, 0.02);
        Assert.Equal(0, records.Sum(record => record.Contacts));
    }

    // MAE_LONG=1: two hundred.
    [Fact]
    public void Run_after_run_nobody_touches_anybody()
    {
        var seeds = Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 200 : 2;
        for (var seed = 0; seed < seeds; seed++)
        {
            string[] names = [.. Enumerable.Range(1, 3 + (seed % 6)).Select(i => $"rover-{i}")];
            var records = Drive(Options(periods: 150) with
            {
                Rovers = names,
                Starts = PlanarOptions.Starts(names.Length, 0.6, (ulong)seed),
                Shape = FormationShape.Of("polygon", names.Length, 0.6),
                Seed = (ulong)seed,
                Events = [new PlanarEvent(70, Order: new FormationOrder { Shape = seed % 2 == 0 ? "line" : "column" })],
            });
            Assert.Equal((seed, 0), (seed, records.Sum(record => record.Contacts)));
        }
    }

    private static double Speed(List<PlanarRecord> records, int at) =>
        Math.Sqrt(Math.Pow(records[at].PathXM - records[at - 1].PathXM, 2) + Math.Pow(records[at].PathYM - records[at - 1].PathYM, 2))
            / 0.2;

    // Sensed at the tick before: the lag of one period is the same for all.
    private static double Believed(List<PlanarRecord> records)
    {
        var (sum, count) = (0.0, 0);
        foreach (var record in records.Where(record => record.IsFormed))
        {
            var errors = record.Rovers
                .Where(rover => !double.IsNaN(rover.ErrorXM))
                .Select(rover => (X: rover.State[0] - rover.PlaceXM, Y: rover.State[1] - rover.PlaceYM)).ToList();
            for (var i = 0; i < errors.Count; i++)
            {
                for (var j = 0; j < i; j++, count++)
                    sum += Math.Pow(errors[i].X - errors[j].X, 2) + Math.Pow(errors[i].Y - errors[j].Y, 2);
            }
        }

        return Math.Sqrt(sum / count);
    }

    [Fact]
    public void What_somebody_carries_elsewhere_is_kept_clear_of_there_and_not_put_onto_rovers_or_path()
    {
        FormationOrder Carry(double x, double y) => new() { ObstaclesM = [("a post", x, y)] };
        var run = new PlanarRun(Options(periods: 130) with
        {
            Path = FormationPath.Of("circle", 1),
            Floor = new FloorEntry { Obstacles = [ObstacleEntry.Disc("a post", 3, 3, 0.1)] },
            Events =
            [
                new PlanarEvent(60, Order: new FormationOrder { ObstaclesM = [("a lamp", 0, 0)] }),
                new PlanarEvent(70, Order: Carry(1, 0)),
                new PlanarEvent(80, Order: Carry(-2.5, 0)),
            ],
        });
        var said = new List<string>();
        var floors = new List<double>();
        run.Said += said.Add;
        run.PeriodDone += record => floors.Add(run.Floor.Obstacles[0].FromXM);
        var records = Drive(run);
        Assert.Contains(said, text => text.StartsWith("MAE628 There is no obstacle a lamp", StringComparison.Ordinal));
        Assert.Contains(said, text => text.StartsWith("MAE612 The polygon does not pass a post", StringComparison.Ordinal));
        Assert.Equal([3, -2.5], floors.Distinct());
        Assert.Equal(2u, run.SoFar().ParameterVersion);
        Assert.Equal(0, records.Sum(record => record.Contacts));
        Assert.Equal(
            [("a post, at first", 3, 3), ("a post, carried here", -2.5, 0)],
            FloorMarks.Of(Options(periods: 130).Floor with { Obstacles = [ObstacleEntry.Disc("a post", 3, 3, 0.1)] }, run.SoFar().Floor)
                .Select(mark => (mark.Name, mark.X, mark.Y)));
    }

    // A person's time is no simulated time: how long they stand is told by nobody's figures.
    [Fact]
    public async Task Stopped_by_a_person_path_and_places_wait_until_they_are_armed_and_nothing_is_missing_in_between()
    {
        FleetWatch? watch = null;
        Spectators.Follow(fleet => watch = new FleetWatch(fleet));
        using var run = new PlanarRun(Options(periods: 260) with { Pace = TimeSpan.FromMilliseconds(4) });
        var (stopped, went) = (0, new TaskCompletionSource());
        run.PeriodDone += record =>
        {
            if (record.Tick == 100)
                watch!.Stop("a test");
            if (stopped > 0)
                went.TrySetResult();
        };
        run.Said += text => stopped += text.StartsWith("everybody was stopped", StringComparison.Ordinal) ? 1 : 0;
        var drive = Task.Run(() => run.Execute(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await Until(() => watch is not null && stopped == 1, drive);
        watch!.Release("a test");
        await Until(() => watch.AwaitsArming, drive);
        var stoodAt = run.Records[^1].Tick;
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal(stoodAt, run.Records[^1].Tick);
        watch.Arm("a test");
        await Until(() => went.Task.IsCompleted, drive);
        await drive;
        watch.Dispose();

        Assert.InRange(stoodAt, 100, 260);
        Assert.Equal(Enumerable.Range(2, 260), run.Records.Select(record => record.Tick));
        Assert.Equal(0, run.Records.Sum(record => record.Contacts));
        Assert.All(run.Records[^1].Rovers, rover => Assert.True(rover.Drives));
        Assert.InRange(run.Records[^1].FormationErrorM, 0, 0.05);
        Assert.Equal(1, stopped);
    }

    private static async Task Until(Func<bool> isSo, Task drive)
    {
        while (!isSo())
        {
            Assert.False(drive.IsCompleted, drive.Exception?.ToString() ?? "it has ended");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static PlanarRunOptions Options(int periods) => new()
    {
        Rovers = Names,
        Starts = PlanarOptions.Starts(Names.Length, 0.6, 4),
        Shape = FormationShape.Of("polygon", Names.Length, 0.6),
        Path = FormationPath.Of("eight", 1.5),
        Periods = periods,
        InProcess = true,
        Seed = 4,
    };

    private static List<PlanarRecord> Drive(PlanarRunOptions options) => Drive(new PlanarRun(options));

    private static List<PlanarRecord> Drive(PlanarRun run)
    {
        using (run)
            run.Execute(TestContext.Current.CancellationToken);
        return [.. run.Records];
    }
}
