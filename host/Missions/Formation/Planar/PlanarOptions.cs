using System.CommandLine;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Options of formations in the plane.</summary>
public sealed class PlanarOptions
{
    private const int DefaultPeriods = 400;
    private const double BlindFromS = 40;

    private readonly Option<string?> shape = new(
        "--shape") { Description = $"A formation in the plane: {string.Join(", ", FormationShape.Names)}", HelpName = "SHAPE" };
    private readonly Option<int?> rovers = NumberOption.Int(
        "--rovers", "Simulated rovers of a formation in the plane (default: the fleet file's, or 5)", 1, 50);
    private readonly Option<string?> path = new(
        "--path") { Description = $"What the shape follows: {string.Join(", ", FormationPath.Names)}", HelpName = "PATH" };
    private readonly Option<double?> speed = NumberOption.Double(
        "--speed-m-s", "Along the path (default 0.2)", 0, PlanarScenario.SpeedMS, "M/S");
    private readonly Option<double?> gap = NumberOption.Double("--gap-m", "Between neighbours of the shape (default 0.6)", 0.01, 100, "M");
    private readonly Option<double?> size = NumberOption.Double("--size-m", "Half of the path's width (default 1.5)", 0.01, 500, "M");
    private readonly Option<string> track = new(
        "--track") { Description = "How simulated rovers know where they are. sim: a camera; none: wheels and gyroscope",
            DefaultValueFactory = _ => "sim" };
    private readonly Option<double?> blind = NumberOption.Double(
        "--track-lost-s", "The camera sees nobody for so long, from the 40th second on", 0, 1e6, "S");
    private readonly Option<string?> dropOut = new(
        "--drop-out") { Description = "When a rover drops out the others close up, or hold its place: close or hold" };
    private readonly Option<bool> alone = new("--uncoupled") { Description = "Each rover keeps its own place and looks at nobody's error" };

    public PlanarOptions()
    {
        track.AcceptOnlyFromAmong("sim", "none");
        dropOut.AcceptOnlyFromAmong("close", "hold");
    }

    public IEnumerable<Symbol> Symbols => [shape, rovers, path, speed, gap, size, track, blind, dropOut, alone];

    /// <summary>Those that only simulated rovers have.</summary>
    public Option[] OfSimulation => [rovers, track, blind];

    /// <summary>The formation that is asked for; null: one on lanes.</summary>
    /// <exception cref="MaeException">MAE625: an option of the plane without a shape.</exception>
    public PlaneEntry? Of(ParseResult parse, FleetFile fleet)
    {
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentNullException.ThrowIfNull(fleet);
        if (fleet.Plane is null && parse.GetValue(shape) is null)
        {
            Option[] own = [rovers, path, speed, gap, size, track, blind, dropOut, alone];
            return own.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false }) is { } wrong
                ? throw new MaeException(
                    ExitCode.Usage, "MAE625", $"{wrong.Name} is for formations in the plane, and this one is on lanes.",
                    "Add --shape, or a shape to the fleet file's formation.")
                : null;
        }

        var plane = fleet.Plane ?? new PlaneEntry();
        return plane with
        {
            Shape = parse.GetValue(shape) ?? plane.Shape,
            Path = parse.GetValue(path) ?? plane.Path,
            SpeedMS = parse.GetValue(speed) ?? plane.SpeedMS,
            GapM = parse.GetValue(gap) ?? plane.GapM,
            SizeM = parse.GetValue(size) ?? plane.SizeM,
            DropOut = parse.GetValue(dropOut) ?? plane.DropOut,
        };
    }

    /// <summary>What a run is made from.</summary>
    /// <exception cref="MaeException">MAE620 to MAE623: the shape or the path cannot be.</exception>
    public PlanarRunOptions RunOptions(ParseResult parse, FleetFile fleet, PlaneEntry plane)
    {
        ArgumentNullException.ThrowIfNull(parse);
        var isFromFile = fleet.Plane is not null;
        var isThere = fleet.Broker.Host is not null;
        IReadOnlyList<string> names = isThere || (isFromFile && parse.GetValue(rovers) is null)
            ? [.. fleet.Rovers.Select(rover => rover.Name)]
            : [.. Enumerable.Range(1, parse.GetValue(rovers) ?? 5).Select(i => $"rover-{i}")];
        var seed = (ulong)fleet.Seed;
        if (isThere && !fleet.Rovers.Any(rover => rover.Start != default))
        {
            throw new MaeException(
                ExitCode.Usage, "MAE625", "Nobody says where the rovers on the broker were put down.",
                "Write start: { x_m: 0, y_m: 0, heading_rad: 0 } to each rover of the fleet file.");
        }

        var hasStarts = isThere || (isFromFile && parse.GetValue(rovers) is null && fleet.Rovers.Any(rover => rover.Start != default));
        return Check(new PlanarRunOptions
        {
            Fleet = fleet.Fleet,
            Keys = fleet.Keys(),
            Rovers = names,
            Starts = hasStarts ? [.. fleet.Rovers.Select(rover => rover.Start)] : Starts(names.Count, plane.GapM, seed),
            Shape = FormationShape.Of(plane.Shape, names.Count, plane.GapM, plane.OffsetsM),
            GapM = plane.GapM,
            Path = FormationPath.Of(plane.Path, plane.SizeM, default, plane.WaypointsM),
            SizeM = plane.SizeM,
            SpeedMS = plane.SpeedMS,
            Floor = fleet.Floor,
            ClosesUp = plane.DropOut == "close",
            Periods = DefaultPeriods,
            PeriodS = isFromFile ? fleet.PeriodS : PlanarScenario.PeriodS,
            Horizon = fleet.Horizon,
            RoundsPerPeriod = isFromFile ? fleet.RoundsPerPeriod : 1,
            Seed = seed,
            IsCoupled = !parse.GetValue(alone),
            Truth = new PlanarTruth { Track = parse.GetRequiredValue(track),
                Blind = (BlindFromS, BlindFromS + (parse.GetValue(blind) ?? 0)) },
            BrokerHost = fleet.Broker.Host,
            BrokerPort = fleet.Broker.Port,
        });
    }

    /// <exception cref="MaeException">MAE622: rovers cannot drive the path at this speed. MAE612: something stands in its way.</exception>
    public static PlanarRunOptions Check(PlanarRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Path.Check(options.SpeedMS, PointLaw.DefaultLookAheadM, PlanarScenario.AccelerationMS2);
        FormationWay.Check(options.Floor, options.Path, options.Shape, options.GapM);
        return options;
    }

    /// <summary>Put down by hand, in rows, each a little off and turned as it happens.</summary>
    public static IReadOnlyList<(double XM, double YM, double HeadingRad)> Starts(int rovers, double gapM, ulong seed)
    {
        var random = new Xoshiro256(seed ^ 0x57A7);
        var columns = (int)Math.Ceiling(Math.Sqrt(rovers));
        var stepM = Math.Max(gapM, 0.6);
        return [.. Enumerable.Range(0, rovers).Select(i => (
            (((i % columns) - ((columns - 1) / 2.0)) * stepM) + random.NextUniform(-0.05, 0.05),
            (((i / columns) - ((columns - 1) / 2.0)) * stepM) + random.NextUniform(-0.05, 0.05),
            random.NextUniform(-Math.PI, Math.PI)))];
    }
}
