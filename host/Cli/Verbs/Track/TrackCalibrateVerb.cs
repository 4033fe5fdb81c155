using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Calibrate;
using MultiAgentEdge.Host.Tracking.Print;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Host.Tracking.Sources;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Finds out how a camera's lens bends, from photographs of a chessboard.</summary>
public sealed class TrackCalibrateVerb : Verb
{
    private readonly Option<string> images =
        new("--images") { Description = "Folder of photographs of the board, from all sides", HelpName = "DIR", Required = true };
    private readonly Option<string?> squares =
        new("--squares") { Description = "Squares of the board across and down (default 7x10, as mae track markers --board prints)",
        HelpName = "AxD" };
    private readonly Option<double?> square =
        NumberOption.Double("--square-m", "Side of a square (default 0.025); the lens does not depend on it", 0.001, 1, "M");
    private readonly Option<string> output =
        new("--out") { Description = "File to write", HelpName = "FILE", DefaultValueFactory = _ => "camera.yaml" };
    private readonly Option<bool> force = new("--force") { Description = "Overwrite it" };

    public override string Name => "calibrate";

    public override string Summary => "Measure a camera's lens from photographs of a chessboard, and write camera.yaml.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae track calibrate --images boards", "from 15 photographs or so; then mae track --lens camera.yaml"),
        ("mae track calibrate --images boards --squares 10x7 --out hall.yaml", "a board of 10 x 7 squares (9 x 6 inner corners)"),
    ];

    public override IEnumerable<Symbol> Symbols => [images, squares, square, output, force];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var path = parse.GetRequiredValue(output);
        if (!parse.GetValue(force))
            OutputFile.RefuseExisting("mae track calibrate --force", path);
        var (across, down) = Squares(parse.GetValue(squares));
        var found = LensCalibration.From(ImageFolder.List(parse.GetRequiredValue(images)), across, down, parse.GetValue(square)
            ?? MarkerSheet.BoardSquareMm / 1000, context.Cancellation);
        var comment = string.Create(CultureInfo.InvariantCulture,
            $"mae track calibrate: {found.Used.Count} images, {found.RmsPx:0.000} px rms");
        TrackFile.Write(path, File.WriteAllText, LensFile.Write(found.Lens, comment));
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: focal length {found.Lens.FxPx:0.0} px, k1 {found.Lens.K1:0.000}, {found.RmsPx:0.000} px rms over "
            + $"{found.Used.Count} images"
            + $"{(found.Unused.Count > 0 ? $"; no whole board in {string.Join(", ", found.Unused)}" : "")}."));
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["file"] = path, ["rms_px"] = found.RmsPx, ["images_used"] = JsonText.Array(found.Used),
                ["images_without_board"] = JsonText.Array(found.Unused),
            ["width_px"] = found.Lens.WidthPx, ["height_px"] = found.Lens.HeightPx, ["fx_px"] = found.Lens.FxPx,
                ["fy_px"] = found.Lens.FyPx, ["cx_px"] = found.Lens.CxPx,
            ["cy_px"] = found.Lens.CyPx, ["k1"] = found.Lens.K1, ["k2"] = found.Lens.K2, ["p1"] = found.Lens.P1, ["p2"] = found.Lens.P2,
                ["k3"] = found.Lens.K3,
        }));
    }

    private static (int Across, int Down) Squares(string? text)
    {
        if (text is null)
            return MarkerSheet.Board;
        var parts = text.Split('x', 'X')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 4 and <= 50
            ? count : 0).ToArray();
        return parts.Length == 2 && parts.All(part => part > 0)
            ? (parts[0], parts[1])
            : throw new MaeException(ExitCode.Usage, "MAE002",
                $"--squares takes squares across and down, 4 to 50, not \"{NameText.Short(text)}\".", "Write one like --squares 10x7.");
    }
}
