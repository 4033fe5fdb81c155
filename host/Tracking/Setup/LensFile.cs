using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using YamlDotNet.RepresentationModel;

namespace MultiAgentEdge.Host.Tracking.Setup;

/// <summary>A lens on disk: what <c>mae track calibrate</c> writes, OpenCV's numbers under names with units.</summary>
public static class LensFile
{
    private static readonly string[] Needed = ["width_px", "height_px", "fx_px", "fy_px", "cx_px", "cy_px"];

    /// <exception cref="MaeException">Exit code 3; one line for each problem, with file:line:column.</exception>
    public static LensModel Load(string path)
    {
        var problems = new List<FleetProblem>();
        var root = YamlRoot.Parse(TrackingSetupReader.Text(path), path, TrackingSetupReader.MaxBytes, "mae track calibrate writes one",
            problems);
        var lens = problems.Count > 0 ? null : Read(new YamlMap(root, "", path, problems), root);
        if (problems.Count == 0 && lens is not null)
            return lens;
        if (problems.Count == 0)
            problems.Add(new FleetProblem("MAE207", path, 1, 1, "The file is empty.", "Write it anew: mae track calibrate."));
        throw FleetProblem.ToException(problems);
    }

    public static string Write(LensModel lens, string comment) => string.Join('\n', new[]
    {
        $"# {comment}",
        string.Create(CultureInfo.InvariantCulture, $"width_px: {lens.WidthPx}"),
        string.Create(CultureInfo.InvariantCulture, $"height_px: {lens.HeightPx}"),
        string.Create(CultureInfo.InvariantCulture, $"fx_px: {lens.FxPx:R}"),
        string.Create(CultureInfo.InvariantCulture, $"fy_px: {lens.FyPx:R}"),
        string.Create(CultureInfo.InvariantCulture, $"cx_px: {lens.CxPx:R}"),
        string.Create(CultureInfo.InvariantCulture, $"cy_px: {lens.CyPx:R}"),
        string.Create(CultureInfo.InvariantCulture, $"k1: {lens.K1:R}"),
        string.Create(CultureInfo.InvariantCulture, $"k2: {lens.K2:R}"),
        string.Create(CultureInfo.InvariantCulture, $"p1: {lens.P1:R}"),
        string.Create(CultureInfo.InvariantCulture, $"p2: {lens.P2:R}"),
        string.Create(CultureInfo.InvariantCulture, $"k3: {lens.K3:R}"),
    }) + "\n";

    /// <summary>Null: noted as none.</summary>
    internal static LensModel? Read(YamlMap map, YamlNode? at)
    {
        if (at is null)
            return null;
        var missing = Needed.FirstOrDefault(key => map.Find(key) is null);
        if (missing is not null)
            map.Note("MAE209", at, $"The lens has no {missing}.",
                $"It takes {string.Join(", ", Needed)}, and k1, k2, p1, p2, k3 where it bends.");
        var lens = new LensModel(
            (int)map.Integer("width_px", 1920, 16, 100_000), (int)map.Integer("height_px", 1080, 16, 100_000),
            map.Number("fx_px", 1, 1, 1e6), map.Number("fy_px", 1, 1, 1e6), map.Number("cx_px", 0, -1e5, 1e5),
                map.Number("cy_px", 0, -1e5, 1e5))
        {
            K1 = map.Number("k1", 0, -10, 10), K2 = map.Number("k2", 0, -100, 100), P1 = map.Number("p1", 0, -1, 1),
                P2 = map.Number("p2", 0, -1, 1),
            K3 = map.Number("k3", 0, -1000, 1000),
        };
        map.Finish();
        return missing is null ? lens : null;
    }
}
