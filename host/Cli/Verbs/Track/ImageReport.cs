using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Floor;
using MultiAgentEdge.Host.Tracking.Poses;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What a folder of images came to, for people and for programs (keys: host/Tracking/README.md).</summary>
internal static class ImageReport
{
    public static JsonObject Json(ImageRun run) => new()
    {
        ["source"] = "images",
        ["family"] = run.Family?.Name,
        ["images_count"] = run.Images.Count,
        ["poses_count"] = run.Images.Sum(image => image.Poses.Count),
        ["images_without_poses"] = run.Images.Count(image => image.Poses.Count == 0),
        ["camera_stands"] = run.IsStanding,
        ["images"] = new JsonArray([.. run.Images.Select(image => (JsonNode)Json(image))]),
    };

    public static void Show(IAnsiConsole console, ImageRun run)
    {
        var table = new Table().Border(TableBorder.Minimal)
            .AddColumns("image", "rover", "marker", "x m", "y m", "heading °", "sigma mm", "sigma °", "");
        foreach (var image in run.Images)
        {
            foreach (var pose in image.Poses)
            {
                table.AddRow(
                    Markup.Escape(image.File), pose.Rover.Name, Text(pose.Rover.MarkerId), Text(pose.XM, "0.0000"),
                        Text(pose.YM, "0.0000"), Text(pose.HeadingRad * 180 / Math.PI, "0.00"),
                    Text(pose.SigmaM * 1e3, "0.0"), Text(pose.SigmaRad * 180 / Math.PI, "0.00"), "");
            }

            if (Trouble(image) is { } trouble)
                table.AddRow(Markup.Escape(image.File), "", "", "", "", "", "", "", $"[yellow]{Markup.Escape(trouble)}[/]");
        }

        console.Write(table);
    }

    /// <summary>For a person; null: nothing is.</summary>
    private static string? Trouble(ImagePoses image)
    {
        string?[] parts =
        [
            image.Note,
            image.Strangers.Count > 0 ? $"nobody's, or there twice: {string.Join(", ", image.Strangers)}" : null,
            image.Skewed.Count > 0 ? $"no square of its size at its height: {string.Join(", ", image.Skewed)}" : null,
        ];
        var said = parts.OfType<string>().ToList();
        return said.Count == 0 ? null : string.Join("; ", said);
    }

    private static JsonObject Json(ImagePoses image) => new()
    {
        ["file"] = image.File,
        ["poses"] = new JsonArray([.. image.Poses.Select(pose => (JsonNode)new JsonObject
        {
            ["rover"] = pose.Rover.Name,
            ["marker_id"] = pose.Rover.MarkerId,
            ["x_m"] = pose.XM,
            ["y_m"] = pose.YM,
            ["heading_rad"] = pose.HeadingRad,
            ["sigma_m"] = pose.SigmaM,
            ["sigma_rad"] = pose.SigmaRad,
            ["marker_size_m"] = pose.SizeM,
        })]),
        ["floor_marker_ids"] = Ids(image.FloorMarkers),
        ["unknown_marker_ids"] = Ids(image.Strangers),
        ["skewed_marker_ids"] = Ids(image.Skewed),
        ["camera"] = image.View is null ? null : Json(image.View),
        ["note"] = image.Note,
    };

    public static JsonObject Json(FloorView view) => new()
    {
        ["x_m"] = view.Camera.Place.XM,
        ["y_m"] = view.Camera.Place.YM,
        ["z_m"] = view.Camera.Place.ZM,
        ["focal_px"] = view.Camera.Lens.FxPx,
        ["k1"] = view.Camera.Lens.K1,
        ["floor_rms_px"] = view.RmsPx,
        ["floor_marker_size_m"] = view.MarkerSizeM,
    };

    private static JsonArray Ids(IEnumerable<int> ids) => new([.. ids.Select(id => (JsonNode)id)]);

    private static string Text(double value, string format = "0") => value.ToString(format, CultureInfo.InvariantCulture);
}
