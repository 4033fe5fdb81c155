using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Training;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>
/// What <c>demo</c> shows: three, then five rovers on wheels that slip, under a camera that is late. A triangle follows a circle by what
/// version 1 believes of a rover; version 2 is learned and pushed while they drive; two more rovers join, and the larger triangle meets a
/// post, which they pass as a column; a polygon follows an eight; one rover drops out, the others close up, it comes back; a line.
/// </summary>
public static class PlanarDemo
{
    /// <summary>Periods that each version's errors are taken over: a third of the circle, of the same bend everywhere.</summary>
    private const int Window = 130;

    private const int PushPeriod = 190;
    private const int JoinPeriod = 340;
    private const int PolygonPeriod = 900;
    private const int DropPeriod = 1040;
    private const int ReturnPeriod = 1085;
    private const int LinePeriod = 1200;
    private const int Periods = 1300;
    private const int TrainingSamples = 5_000;
    private const double GapM = 0.7;

    /// <summary>What version 1 believes: it was set up on a floor that carried every rover elsewhere, so many metres a period. This one
    /// carries nobody.</summary>
    private static readonly double[] BelievedDriftM = [0.01, -0.01, 0.006, -0.006, 0.008];

    public static PlanarRunOptions Options(ulong seed)
    {
        string[] rovers = [.. Enumerable.Range(1, 5).Select(i => $"rover-{i}")];
        var first = FormationShape.Of("triangle", 3, GapM);
        return new PlanarRunOptions
        {
            Fleet = "demo",
            Rovers = rovers,
            Waiting = 2,
            Starts = [.. PlanarOptions.Starts(3, GapM, seed).Select(start => (start.XM + 1.5, start.YM, start.HeadingRad)), (0, 0.45, 0.0),
                (0, -0.45, 0.0)],
            Shape = first,
            GapM = GapM,
            Path = FormationPath.Of("circle", 1.5),
            // Out of the way of a triangle of three, in that of one of five.
            Floor = new FloorEntry { Obstacles = [ObstacleEntry.Disc("a post", 0, 2.3, 0.15)] },
            SizeM = 1.8,
            SpeedMS = 0.2,
            Periods = Periods,
            Seed = seed,
            Parameters = agent => Scenario(rovers).ParametersFor(agent, FormationScenario.ImperfectModel),
            Events =
            [
                new PlanarEvent(PushPeriod, Learned: true),
                new PlanarEvent(JoinPeriod, Returns: rovers[3]),
                new PlanarEvent(JoinPeriod, Returns: rovers[4]),
                new PlanarEvent(PolygonPeriod, Order: new FormationOrder { Shape = "polygon", Path = "eight", SizeM = 1.8 }),
                new PlanarEvent(DropPeriod, Stops: rovers[1]),
                new PlanarEvent(ReturnPeriod, Returns: rovers[1]),
                new PlanarEvent(LinePeriod, Order: new FormationOrder { Shape = "line" }),
            ],
        };
    }

    /// <summary>What its learner trains on: one axis, with what version 1 believes as the model.</summary>
    public static FormationScenario Scenario(IReadOnlyList<string> rovers) =>
        PlanarScenario.OneAxis(
            rovers, PlanarScenario.PeriodS, PlanarScenario.Horizon, driftOf: i => BelievedDriftM[i % BelievedDriftM.Length]);

    /// <param name="runs">Folder for run folders.</param>
    public static async Task<VerbResult> RunAsync(VerbContext context, string runs, PlanarRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var training = await DemoTraining.GetAsync(
            context, runs, "plane", Scenario(options.Rovers),
            new QLearnerOptions { Seed = options.Seed, Samples = TrainingSamples, Rounds = options.RoundsPerPeriod });
        using var run = new PlanarRun(options) { Learned = training.ParametersOf, NextKey = PlanarVerbRun.KeysOf(context) };
        return await PlanarVerbRun.RunAsync(
            context, "demo", "Rovers in formation on a floor", runs, options, run,
            (result, records) => Add(context, result, records, training.Json));
    }

    private static void Add(VerbContext context, JsonObject result, IReadOnlyList<PlanarRecord> records, JsonObject training)
    {
        var second = records.FirstOrDefault(record => record.Rovers.Take(3).All(rover => rover.ParameterVersion >= 2))?.Tick
            ?? int.MaxValue;
        // Of the same length, and not of the change itself.
        bool IsFirst(PlanarRecord record) => record.Tick < second && record.Tick >= second - Window;
        bool IsSecond(PlanarRecord record) => record.Tick >= second + 10 && record.Tick < second + 10 + Window;
        result["mean_over_periods"] = Window;
        var before = PlanarFigures.Of(records, IsFirst);
        var after = PlanarFigures.Of(second == int.MaxValue ? [] : records, IsSecond);
        context.Console.WriteLine($"Before the push, parameters version 1: {before.Kept}.");
        context.Console.WriteLine($"After it, version 2, learned: {after.Kept}.");
        result["formation_error_rms_m_v1"] = JsonText.Number(before.FormationErrorRmsM);
        result["formation_error_rms_m_v2"] = JsonText.Number(after.FormationErrorRmsM);
        result["activation_tick_spread"] = Spread(records);
        result["training"] = training.DeepClone();
    }

    // Between the first and the last of the three that took up version 2.
    private static int Spread(IReadOnlyList<PlanarRecord> records)
    {
        var ticks = Enumerable
            .Range(0, 3)
            .Select(i => records.FirstOrDefault(record => record.Rovers[i].ParameterVersion >= 2)?.Tick ?? 0)
            .ToList();
        return ticks.Max() - ticks.Min();
    }
}
