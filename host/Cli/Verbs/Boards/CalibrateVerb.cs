using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Cli.Boards;
using MultiAgentEdge.Host.Commands;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Measures figures of a rover and writes them to the board.</summary>
public sealed partial class CalibrateVerb : Verb
{
    private const int StraightPermille = 500;
    private const int StraightMs = 2000;
    private const int TurnPermille = 350;
    private const int TurnMs = 2000;
    private const int SeriesStepPermille = 20;
    private const int SeriesMs = 300;

    private readonly BoardPort board = new();
    private readonly Argument<string> what = new("what")
    {
        Description = "wheel-radius, track-width, dead-band or battery; by-tracker: radius, track and gyroscope at once",
    };


    private readonly Option<double?> distance = NumberOption.Double(
        "--distance-m", "wheel-radius: how far it rolled, by tape measure (asked for when left out)", 0.05, 20, "M");
    private readonly Option<double?> turn = NumberOption.Double(
        "--turn-deg", "track-width: how far it turned on the spot, to the left (asked for when left out)", 30, 36_000, "DEG");
    private readonly Option<double?> volts = NumberOption.Double(
        "--voltmeter-v", "battery: what a voltmeter shows (asked for when left out)", 1, 60, "V");
    private readonly Option<int?> ticks = NumberOption.Int(
        "--ticks-per-revolution", "Encoder edges in a turn of the wheel (default: what the board has, 360)", 4, 1_000_000);

    public CalibrateVerb() => what.AcceptOnlyFromAmong("wheel-radius", "track-width", "dead-band", "battery", Tracked);

    public override string Name => "calibrate";

    public override string Summary =>
        "Measure wheel radius, track width, gyroscope, motor dead band or battery, and write the figures to the board.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae calibrate dead-band --port /dev/ttyUSB1", "on a block; nothing to measure by hand"),
        ("mae calibrate wheel-radius --port /dev/ttyUSB1", "on the floor; asks how far it rolled"),
        ("mae calibrate track-width --port /dev/ttyUSB1", "on the floor; asks how far it turned"),
        ("mae calibrate by-tracker --rover rover-1 --fleet lab.yaml --port /dev/ttyUSB1",
            "drives for a minute under mae track, which runs elsewhere: radius, track, gyroscope, each with its deviation"),
        ("mae calibrate battery --voltmeter-v 7.92 --port /dev/ttyUSB1", "from a voltmeter"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.EachAnswer;

    public override IEnumerable<Symbol> Symbols => [what, .. board.Symbols, distance, turn, volts, ticks, rover, .. fleet.Symbols];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var figure = parse.GetRequiredValue(what);
        if (figure == Tracked)
            return Task.FromResult(ByTracker(parse, context));
        if (board.IsDryRun(parse))
        {
            return Task.FromResult(
                DryRun.Say(
                    context, figure == "battery" ? "read the battery once" : "run the motors for some seconds and read the encoders",
                    $"compute {figure} and write it with set and save"));
        }

        return Task.FromResult(board.Run(parse, context, (console, line) =>
        {
            var perRevolution = parse.GetValue(ticks) ?? Setting(console, "ticks_per_revolution", 360);
            if (parse.GetValue(ticks) is { } given)
                Set(console, "ticks_per_revolution", given);
            var (setting, value) = figure switch
            {
                "wheel-radius" => ("wheel_radius_um", Radius(parse, context, console, line, perRevolution)),
                "track-width" => ("track_width_um", Track(parse, context, console, line, perRevolution)),
                "dead-band" => ("dead_band_permille", DeadBand(console)),
                _ => ("battery_permille", Calibration.BatteryPermille(
                    Measured(
                        parse.GetValue(volts), context, line, "What does a voltmeter on the battery show, V?", "--voltmeter-v",
                        sim => sim.Body.Battery.VoltageV),
                    BoardConsoleClient.Number(console.Ask("sense"), "battery_mv"), Setting(console, "battery_permille", 1000))),
            };
            Set(console, setting, value);
            console.Ask("save");
            context.Console.WriteLine($"{setting} = {value}, saved; it counts from the next start of the rover");
            return new VerbResult(new JsonObject { ["setting"] = setting, ["value"] = value, ["saved"] = true });
        }));
    }

    private int Radius(ParseResult parse, VerbContext context, BoardConsoleClient console, IBoardLine line, int perRevolution)
    {
        var before = (line as SimulatedBoard)?.Body.PositionM ?? 0;
        var run = console.Run(StraightPermille, StraightPermille, StraightMs);
        var rolledM = Measured(
            parse.GetValue(distance), context, line, "How far did it roll, m?", "--distance-m", sim => sim.Body.PositionM - before);
        return Calibration.WheelRadiusUm(run, rolledM, perRevolution);
    }

    private int Track(ParseResult parse, VerbContext context, BoardConsoleClient console, IBoardLine line, int perRevolution)
    {
        var before = (line as SimulatedBoard)?.Body.HeadingRad ?? 0;
        var run = console.Run(-TurnPermille, TurnPermille, TurnMs);
        var turnedDeg = Measured(
            parse.GetValue(turn), context, line, "How far did it turn to the left, degrees?", "--turn-deg",
            sim => (sim.Body.HeadingRad - before) * 180 / Math.PI);
        return Calibration.TrackWidthUm(run, turnedDeg, perRevolution, Setting(console, "wheel_radius_um", 33500));
    }

    private static int DeadBand(BoardConsoleClient console)
    {
        var runs = new List<WheelRun>();
        for (var permille = SeriesStepPermille; permille <= 600; permille += SeriesStepPermille)
        {
            runs.Add(console.Run(permille, permille, SeriesMs));
            if (Math.Abs(runs[^1].LeftTicks) >= 3 && Math.Abs(runs[^1].RightTicks) >= 3)
                break;
        }

        return Calibration.DeadBandPermille(runs);
    }

    /// <summary>From the option; from the physics of a simulated rover; else from the person.</summary>
    private static double Measured(
        double? given, VerbContext context, IBoardLine line, string question, string option, Func<SimulatedBoard, double> truth)
    {
        if (given is { } value)
            return value;
        if (line is SimulatedBoard sim)
            return truth(sim);
        if (Console.IsInputRedirected)
            throw new MaeException(ExitCode.Usage, "MAE317", "Nobody is there to ask.", $"Give the measurement: {option} VALUE.");
        context.Error.Write(question + " ");
        return double.TryParse(Console.ReadLine(), NumberStyles.Float, CultureInfo.InvariantCulture, out var answer) && answer > 0
            ? answer
            : throw new MaeException(ExitCode.Usage, "MAE317", "That is no number above zero.", $"Give the measurement: {option} VALUE.");
    }

    private static int Setting(BoardConsoleClient console, string name, int otherwise) =>
        RoverSettings.Parse(console.Get(name)) is >= 0 and var value ? value : otherwise;

    private static void Set(BoardConsoleClient console, string name, int value) =>
        console.Ask(string.Create(CultureInfo.InvariantCulture, $"set {name} {value}"));
}
