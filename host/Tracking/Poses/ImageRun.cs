using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Floor;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Host.Tracking.Sources;

namespace MultiAgentEdge.Host.Tracking.Poses;

/// <summary>
/// Measures a folder of images. First the markers of all are found; where the camera stood in all of them, its place is fitted to all of
/// them together, so that an image with a covered floor marker has it too. Else each image is for itself.
/// </summary>
public sealed class ImageRun(TrackingSetup setup)
{
    /// <summary>Asked before each image: those after it are left out.</summary>
    public Func<bool> IsTimeUp { get; init; } = () => false;

    /// <summary>Of every image, in order.</summary>
    public IReadOnlyList<ImagePoses> Images { get; private set; } = [];

    /// <summary>Null: no floor marker made it known.</summary>
    public MarkerFamily? Family { get; private set; }

    /// <summary>Whether the camera stood in all of them; false too for one image alone.</summary>
    public bool IsStanding { get; private set; }

    /// <exception cref="MaeException">MAE630 to MAE632: no eyes, no image, no marker in any of them.</exception>
    public void Measure(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        using var eye = new MarkerEye(setup);
        var looked = files.TakeWhile((_, i) => i == 0 || !IsTimeUp()).Select(file => Look(eye, file, cancellation)).ToList();
        // Images before the first that made the family known.
        for (var i = 0; i < looked.Count && eye.Family is not null; i++)
        {
            if (looked[i] is { Markers.Count: 0 })
                looked[i] = Look(eye, files[i], cancellation);
        }

        Family = eye.Family;
        var memory = new FloorMemory();
        var shown = looked.Where(one => one.Markers is { Floor.Count: > 0 }).ToList();
        IsStanding = shown.Count > 1 && shown.Select(one => (one.Width, one.Height)).Distinct().Count() == 1;
        foreach (var one in shown)
        {
            IsStanding = IsStanding && memory.Off(one.Markers!.Floor) <= FloorMemory.MovedPx * Math.Max(1, one.Width / 1920.0);
            memory.Add(one.Markers!.Floor);
        }

        Images = [.. looked.Select(one => Poses(one, memory))];
        if (Images.All(image => image.FloorMarkers.Count == 0 && image.Poses.Count == 0 && image.Strangers.Count == 0)
            && looked.Any(one => one.Markers is not null))
            throw NoMarkers(files.Count == 1
                ? "in the image" : string.Create(CultureInfo.InvariantCulture, $"in any of the {files.Count} images"), setup);
        if (looked.All(one => one.Markers is null))
            throw ImageFolder.Nothing($"None of the {files.Count} files can be read as an image ({Path.GetFileName(files[0])} ...).",
                "Look whether they are images, and whole.");
    }

    /// <summary>MAE632.</summary>
    public static MaeException NoMarkers(string where, TrackingSetup setup)
    {
        var wanted = setup.Family == MarkerFamily.Auto ? "no family of markers" : $"no marker of {setup.Family}";
        return new MaeException(
            ExitCode.Failed, "MAE632",
            string.Create(CultureInfo.InvariantCulture,
                $"No marker is seen {where}: {wanted} shows the floor's ids {string.Join(", ", setup.Floor.Select(marker => marker.Id))}."),
            "Print some and lay them out: mae track markers --pdf markers.pdf; each wants a white margin, light, and 20 px or more a side "
            + "in the image.");
    }

    private static Looked Look(MarkerEye eye, string file, TrackingSetup setup, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var image = ImageFolder.Read(file);
        return image is null
            ? new Looked(file, 0, 0, null) : new Looked(file, image.Width, image.Height, FrameMarkers.Of(eye.Look(image), setup));
    }

    private Looked Look(MarkerEye eye, string file, CancellationToken cancellation) => Look(eye, file, setup, cancellation);

    private ImagePoses Poses(Looked looked, FloorMemory memory)
    {
        var name = Path.GetFileName(looked.File);
        if (looked.Markers is not { } markers)
            return new ImagePoses(name) { Note = "cannot be read as an image" };
        var lens = setup.Lens?.For(looked.Width, looked.Height);
        string? why = null;
        var view = setup.Lens is not null && lens is null
            ? null
            : FloorFit.Fit(IsStanding ? memory.Known : markers.Floor, setup, lens, looked.Width, looked.Height, out why);
        if (setup.Lens is not null && lens is null)
            why = string.Create(CultureInfo.InvariantCulture,
                $"the lens was calibrated at {setup.Lens.WidthPx} x {setup.Lens.HeightPx}, and the image is {looked.Width} x "
                + $"{looked.Height}");
        else if (view is { IsGood: false })
            (why, view) = (Misfit(view), null);
        var poses = markers.Rovers.Select(one => (one.Rover, Pose: view is null ? null : MarkerPose.Of(one.Seen, one.Rover, view)))
            .ToList();
        return new ImagePoses(name)
        {
            Poses = [.. poses.Select(one => one.Pose).OfType<MarkerPose>()],
            FloorMarkers = [.. markers.Floor.Select(one => one.Marker.Id)],
            Strangers = markers.Strangers,
            Skewed = view is null ? [] : [.. poses.Where(one => one.Pose is null).Select(one => one.Rover.MarkerId)],
            View = view,
            Note = why ?? (markers.Rovers.Count == 0 ? "no rover's marker is seen" : null),
        };
    }

    internal static string Misfit(FloorView view) => string.Create(
        CultureInfo.InvariantCulture,
        $"the floor markers are {view.RmsPx:0.0} px rms from where the setup has them, marker {view.WorstId} most ({view.WorstPx:0.0} "
        + $"px): it lies elsewhere, or the lens wants calibrating");

    private sealed record Looked(string File, int Width, int Height, FrameMarkers? Markers);
}
