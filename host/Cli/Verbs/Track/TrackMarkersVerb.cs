using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Print;
using MultiAgentEdge.Host.Tracking.Setup;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Writes the markers to print.</summary>
public sealed class TrackMarkersVerb : Verb
{
    private readonly Option<string> pdf = new("--pdf") { Description = "File to write", HelpName = "FILE", Required = true };
    private readonly Option<double?> size =
        NumberOption.Double("--size-mm", "Side of the black square (default 160: fills A4 with its margin)", 20, 2000, "MM");
    private readonly Option<int?> rovers =
        NumberOption.Int("--rovers", "Rovers to print for (default: the setup's or the fleet's)", 1, 200);
    private readonly Option<bool> board = new("--board") { Description = "A chessboard for mae track calibrate too" };
    private readonly Option<bool> force = new("--force") { Description = "Overwrite it" };
    private readonly TrackOptions track = new();
    private readonly FleetOptions fleet = new();

    public override string Name => "markers";

    public override string Summary => "Write a PDF of the markers for floor and rovers, in their true size.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae track markers --pdf markers.pdf --rovers 3", "four for the floor, three for rovers, a page each"),
        ("mae track markers --pdf markers.pdf --fleet fleet.yaml --board", "for a fleet's rovers, and a chessboard for the lens"),
        ("mae track markers --pdf small.pdf --size-mm 100 --rovers 2", "smaller ones, for a camera that is near"),
    ];

    public override IEnumerable<Symbol> Symbols => [pdf, size, rovers, board, force, .. track.Symbols, fleet.Fleet];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var path = parse.GetRequiredValue(pdf);
        if (!parse.GetValue(force))
            OutputFile.RefuseExisting("mae track markers --force", path);
        var setup = track.Load(parse, null);
        var family = MarkerFamily.Of(setup.Family) ?? MarkerFamily.Printed;
        if (setup.Rovers is null || parse.GetValue(rovers) is not null)
            setup = setup.With(parse.GetValue(rovers) is { } count
                ? Enumerable.Range(1, count).Select(n => $"rover-{n}") : FleetOptions.Load(parse.GetValue(fleet.Fleet), null)
                .Rovers.Select(rover => rover.Name));
        var sizeMm = parse.GetValue(size) ?? MarkerSheet.DefaultMm;
        // What is larger than A4 gets a page of its own size: a print shop has the paper.
        var (widthMm, heightMm) = (MarkerSheet.A4WidthMm, MarkerSheet.A4HeightMm);
        while (!MarkerSheet.Fits(family, sizeMm, widthMm, heightMm))
            (widthMm, heightMm) = (heightMm, widthMm * 2);
        var uses = setup.Floor.Select(marker =>
            (marker.Id, Use: string.Create(CultureInfo.InvariantCulture, $"floor at ({marker.XM:0.###}, {marker.YM:0.###}) m")))
            .Concat(setup.Rovers!.Select(rover => (Id: rover.MarkerId, Use: rover.Name))).ToList();
        if (uses.Find(use => use.Id >= family.Count) is { Use: not null } beyond)
            throw new MaeException(ExitCode.Configuration, "MAE205",
                $"{family.Name} has no marker {beyond.Id}: its ids are 0 to {family.Count - 1}.",
                "Choose another id in tracking.yaml, or a larger family.");
        var pages = uses.Select(use => MarkerSheet.Page(family, use.Id, sizeMm, use.Use, widthMm, heightMm)).ToList();
        if (parse.GetValue(board))
            pages.Add(MarkerSheet.Chessboard());
        TrackFile.Write(path, File.WriteAllBytes, PdfFile.Of(pages));
        context.Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
            $"{path}: {pages.Count} pages, markers of {family.Name} with a black square of {sizeMm:0.##} mm. Print at 100 %."));
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["file"] = path, ["pages"] = pages.Count, ["family"] = family.Name, ["size_m"] = sizeMm / 1000,
            ["markers"] = new JsonArray([.. uses.Select(use => (JsonNode)new JsonObject { ["id"] = use.Id, ["use"] = use.Use })]),
        }));
    }
}
