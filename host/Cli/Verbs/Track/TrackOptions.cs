using System.CommandLine;
using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What a tracker is told of floor, markers and lens: a file, and options that count before it.</summary>
public sealed class TrackOptions
{
    private readonly Option<string?> setup = new("--setup")
    {
        Description =
            "Floor, rovers' markers and lens (default: tracking.yaml beside the images or here; without one markers 0 to 3 lie at (0,0), "
            + "(4,0), (4,4), (0,4) m, and 11, 12, ... ride on rover-1, rover-2, ...)",
        HelpName = "FILE",
    };

    private readonly Option<string?> floor =
        new("--floor-m") { Description =
        "Markers 0 to 3 lie counter-clockwise at the corners of a floor so wide and deep, their middles at (0,0), (W,0), (W,D), (0,D)",
        HelpName = "WxD" };
    private readonly Option<string?> family =
        new("--family") { Description =
        $"Family of the markers, as apriltag-36h11 (printed by mae track markers) or 4x4-50 (default auto: the one that shows the "
        + $"floor's ids)", HelpName = "NAME" };
    private readonly Option<string?> lens =
        new("--lens") { Description =
        "What mae track calibrate wrote (default: camera.yaml beside the images; else focal length and k1 are found from the "
        + "floor's markers)", HelpName = "FILE" };
    private readonly Option<double?> height =
        NumberOption.Double("--rover-height-m",
        "Height of rovers' markers above the floor (default 0, or as the setup says); unsaid it is an error that grows with the slant", 0,
        10, "M");
    private readonly Option<double?> floorSize =
        NumberOption.Double("--floor-marker-m", "Side of the floor markers' black square (default: found out)", 0.01, 5, "M");
    private readonly Option<double?> roverSize =
        NumberOption.Double("--rover-marker-m",
        "Side of the rover markers' black square: what is of another size is refused (default: not checked)", 0.01, 5, "M");

    public IEnumerable<Symbol> Symbols => [setup, floor, family, lens, height, floorSize, roverSize];

    /// <param name="folder">Where a tracking.yaml or camera.yaml may lie, before the folder one is in; null: nowhere else.</param>
    /// <exception cref="MaeException">A file or an option is wrong.</exception>
    public TrackingSetup Load(ParseResult parse, string? folder)
    {
        var path = parse.GetValue(setup) ?? Beside(folder, TrackingSetup.DefaultFile)
            ?? (File.Exists(TrackingSetup.DefaultFile) ? TrackingSetup.DefaultFile : null);
        var known = path is null ? new TrackingSetup() : TrackingSetupReader.Load(path);
        if (parse.GetValue(floor) is { } size)
            known = known with { Floor = Rectangle(size) };
        if (parse.GetValue(family) is { } name)
            known = known with { Family = FamilyOf(name) };
        if ((parse.GetValue(lens) ?? (known.Lens is null ? Beside(folder, "camera.yaml") : null)) is { } file)
            known = known with { Lens = LensFile.Load(file) };
        if (parse.GetValue(height) is { } heightM)
            known = known with { HeightM = heightM, Rovers = known.Rovers?.Select(rover => rover with { HeightM = heightM }).ToList() };
        if (parse.GetValue(floorSize) is { } floorSizeM)
            known = known with { FloorMarkerSizeM = floorSizeM };
        if (parse.GetValue(roverSize) is { } roverSizeM)
            known = known with { RoverMarkerSizeM = roverSizeM, Rovers = known.Rovers?.Select(rover => rover with { SizeM = roverSizeM })
                .ToList() };
        return known;
    }

    internal static string FamilyOf(string name)
    {
        if (name == MarkerFamily.Auto)
            return name;
        if (MarkerFamily.Of(name) is { } family)
            return family.Name;
        var near = Suggestion.For(name, MarkerFamily.Names);
        throw new MaeException(
            ExitCode.Usage, "MAE002", $"--family {NameText.Short(name)}: there is no such family of markers.",
            near is null ? $"There are {string.Join(", ", MarkerFamily.Names)}." : $"Did you mean \"{near}\"?");
    }

    private static string? Beside(string? folder, string name) => folder is not null && Path.Combine(folder, name) is var path
        && File.Exists(path) ? path : null;

    private static IReadOnlyList<FloorMarker> Rectangle(string size)
    {
        var parts = size.Split('x', 'X');
        double[] sides = [.. parts.Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var side)
            && side is >= 0.1 and <= 1000 ? side : double.NaN)];
        return sides.Length == 2 && sides.All(double.IsFinite)
            ? FloorMarker.Rectangle(sides[0], sides[1])
            : throw new MaeException(ExitCode.Usage, "MAE002",
                $"--floor-m takes a width and a depth in metres, 0.1 to 1000, not \"{NameText.Short(size)}\".",
                "Write one like --floor-m 4x3.");
    }
}
