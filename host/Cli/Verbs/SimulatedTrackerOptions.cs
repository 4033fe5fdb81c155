using System.CommandLine;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>The tracker of <c>mae sim</c> and what is wrong with it, and wheels that slip.</summary>
internal sealed class SimulatedTrackerOptions
{
    /// <summary>Rovers stand beside each other, so far apart.</summary>
    private const double ApartM = 0.6;

    private readonly Option<double?> rate = NumberOption.Double(
        "--track", "Poses a second from a simulated tracker; bodies on wheels only (default: none)", 0.1, 200, "HZ");
    private readonly Option<double?> latency = NumberOption.Double(
        "--track-latency-ms", "From exposure to arrival (default 50)", 0, 1000, "MS");
    private readonly Option<double?> dropout = NumberOption.Double(
        "--track-dropout", "Seconds of every 40 in which it sees nothing (default 0)", 0, 40, "S");
    private readonly Option<double?> outliers = NumberOption.Double(
        "--track-outliers", "Share of poses that are anywhere (default 0)", 0, 1, "SHARE");
    private readonly Option<double?> swap = NumberOption.Double(
        "--track-swap", "Seconds of every 40 in which the first two have each other's name (default 0)", 0, 40, "S");
    private readonly Option<double?> slip = NumberOption.Double(
        "--slip", "Times a second that a wheel comes onto something slippery (default 0)", 0, 10, "RATE");

    public IEnumerable<Symbol> Symbols => [rate, latency, dropout, outliers, swap, slip];

    public bool IsAsked(ParseResult parse) => parse.GetValue(rate) is not null;

    public FormationRunOptions Apply(ParseResult parse, FormationRunOptions options)
    {
        var isTracked = parse.GetValue(rate) is not null;
        if ((isTracked || parse.GetValue(slip) is not null) && options.Bodies != SimulatedBodies.Rover)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE601",
                "This fleet's bodies are linear plants: they have no wheels to slip, and stand nowhere that a tracker could see.",
                "Give its rovers body: rover in the fleet file.");
        }

        var truth = parse.GetValue(slip) is { } often ? new DifferentialDriveOptions { SlipBurstsPerS = often } : null;
        return options with { IsTracked = isTracked, Truth = truth };
    }

    /// <summary>Null where no tracker is asked for.</summary>
    public TrackerStation? Begin(
        ParseResult parse, FleetFile file, SimulatedFleet fleet, IClock clock, LinkFactory factory, LinkOptions link)
    {
        if (parse.GetValue(rate) is not { } hertz)
            return null;
        var standard = new TrackerOptions();
        var options = standard with
        {
            RateHz = hertz,
            LatencyS = (parse.GetValue(latency) ?? 1000 * standard.LatencyS) / 1000,
            DropoutS = parse.GetValue(dropout) ?? 0,
            OutlierShare = parse.GetValue(outliers) ?? 0,
            SwapS = parse.GetValue(swap) ?? 0,
        };
        var wheels = fleet.Rovers.Select((rover, i) => (rover.Name, fleet.Wheels[i]!)).ToList();
        for (var i = 0; i < wheels.Count; i++)
        {
            var start = file.Rovers[i].Start;
            // Where nobody says where they stand they stand beside each other.
            wheels[i].Item2.PutDown(
                start == default ? new TruePose(0, i * ApartM, 0) : new TruePose(start.XM, start.YM, start.HeadingRad), isTold: false);
        }

        return new TrackerStation(options, file, wheels, clock, factory, link);
    }
}
