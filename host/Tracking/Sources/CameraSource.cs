using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Floor;
using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Poses;
using MultiAgentEdge.Host.Tracking.Setup;
using OpenCvSharp;

namespace MultiAgentEdge.Host.Tracking.Sources;

/// <summary>
/// Poses from a camera that stands over the floor, or from a video of one. A thread reads images: of a camera the newest counts, of a video
/// every one.
/// </summary>
public sealed class CameraSource : IPoseSource
{
    private const int MovedFrames = 10;
    private const int RefitFrames = 50;
    private const int WishedWidthPx = 1920;
    private const int WishedHeightPx = 1080;
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<(Mat Image, long StampUs)> images = new(1);
    private readonly TrackingSetup setup;
    private readonly VideoCapture capture;
    private readonly bool isLive;
    private readonly MarkerEye eye;
    private readonly FloorMemory memory = new();
    private readonly Thread reader;
    private int moved;
    private int sinceFit;
    private int knownAtFit;
    private long notedAt = Stopwatch.GetTimestamp();
    private volatile bool isEnding;

    private CameraSource(string kind, TrackingSetup setup, VideoCapture capture, bool isLive)
    {
        (Kind, this.setup, this.capture, this.isLive) = (kind, setup, capture, isLive);
        eye = new MarkerEye(setup);
        reader = new Thread(Read) { IsBackground = true, Name = kind };
        reader.Start();
    }

    public string Kind { get; }

    public bool IsOver => images.IsCompleted;

    public bool IsEndless => isLive;

    public MarkerFamily? Family => eye.Family;

    public long Frames { get; private set; }

    public long FramesWithMarkers { get; private set; }

    /// <summary>Null: not found, or not yet.</summary>
    public FloorView? View { get; private set; }

    /// <exception cref="MaeException">MAE630, or MAE631: no such video.</exception>
    public static CameraSource OfVideo(string file, TrackingSetup setup)
    {
        OpenCv.Require();
        if (InputFile.Missing(file) is { } missing)
            throw ImageFolder.Nothing(missing, "Name a video: mae track --video FILE.");
        var capture = new VideoCapture(file);
        if (capture.IsOpened())
            return new CameraSource("video", setup, capture, isLive: false);
        capture.Dispose();
        throw ImageFolder.Nothing($"{file} cannot be read as a video.", "Look whether it plays; MJPG or H.264 in avi, mp4 or mkv do.");
    }

    /// <exception cref="MaeException">MAE630, or MAE631: no such camera.</exception>
    public static CameraSource OfCamera(int number, TrackingSetup setup)
    {
        OpenCv.Require();
        var capture = new VideoCapture(number);
        if (!capture.IsOpened())
        {
            capture.Dispose();
            throw ImageFolder.Nothing($"Camera {number} cannot be opened.",
                "See which there are (ls /dev/video*), whether another program has it, and whether you are in the group video.");
        }

        capture.Set(VideoCaptureProperties.FrameWidth, WishedWidthPx);
        capture.Set(VideoCaptureProperties.FrameHeight, WishedHeightPx);
        return new CameraSource("camera", setup, capture, isLive: true);
    }

    public void Poll(TimeSpan wait, IPoseTaker taker)
    {
        if (!images.TryTake(out var taken, wait))
            return;
        using var image = taken.Image;
        Frames++;
        var markers = FrameMarkers.Of(eye.Look(image), setup);
        FramesWithMarkers += markers.Count > 0 ? 1 : 0;
        foreach (var stranger in markers.Strangers)
            taker.Refuse(PoseRefusal.UnknownRover, $"Marker {stranger} is seen, and is on no rover, or there twice.");
        var trouble = Watch(markers.Floor, image, taker);
        if (View is { } view)
        {
            foreach (var (seen, rover) in markers.Rovers)
            {
                if (MarkerPose.Of(seen, rover, view) is { } pose)
                    taker.Take(new PoseReading(rover.Name, pose.XM, pose.YM, pose.HeadingRad, pose.SigmaM, pose.SigmaRad, 0, Kind),
                        taken.StampUs);
            }
        }

        if (trouble is null || Stopwatch.GetElapsedTime(notedAt) < NoteEvery)
            return;
        notedAt = Stopwatch.GetTimestamp();
        taker.Note($"No pose: {trouble}.");
    }

    public void Dispose()
    {
        isEnding = true;
        while (images.TryTake(out var left))
            left.Image.Dispose();
        // A camera that gives nothing keeps its reader for some seconds; then it is left to the end of the program.
        if (!reader.Join(TimeSpan.FromSeconds(1)))
            return;
        capture.Dispose();
        eye.Dispose();
    }

    // Keeps the camera's place; why there is none, for a person.
    private string? Watch(IReadOnlyList<FloorSighting> floor, Mat image, IPoseTaker taker)
    {
        var lens = setup.Lens?.For(image.Width, image.Height);
        if (setup.Lens is not null && lens is null)
            return string.Create(CultureInfo.InvariantCulture,
                $"the lens was calibrated at {setup.Lens.WidthPx} x {setup.Lens.HeightPx}, and the image is {image.Width} x "
                + $"{image.Height}");
        if (memory.Off(floor) > FloorMemory.MovedPx * Math.Max(1, image.Width / 1920.0))
        {
            if (++moved < MovedFrames)
                return null;
            memory.Clear();
            View = null;
            taker.Note("The camera was moved: its place is found anew.");
        }

        moved = 0;
        memory.Add(floor);
        var known = memory.Known;
        if (View is not null && known.Count == knownAtFit && ++sinceFit < RefitFrames)
            return null;
        (sinceFit, knownAtFit) = (0, known.Count);
        var found = FloorFit.Fit(known, setup, lens, image.Width, image.Height, out var why);
        View = found is { IsGood: true } ? found : null;
        return found is { IsGood: false } ? ImageRun.Misfit(found) : why;
    }

    private void Read()
    {
        try
        {
            var perFrameUs = capture.Fps is > 0 and < 1000 and var fps ? 1e6 / fps : 1e6 / 30;
            for (long frame = 0; !isEnding; frame++)
            {
                var colour = new Mat();
                if (!capture.Read(colour) || colour.Empty())
                {
                    colour.Dispose();
                    break;
                }

                var stampUs = isLive ? Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000) : (long)(frame * perFrameUs);
                Offer(Grey(colour), stampUs);
            }
        }
        catch (Exception exception) when (
            exception is OpenCVException or OpenCvSharpException or ObjectDisposedException or InvalidOperationException)
        {
            // A camera that was pulled out: what it showed is given.
        }
        finally
        {
            images.CompleteAdding();
        }
    }

    private void Offer(Mat grey, long stampUs)
    {
        while (!isEnding)
        {
            if (images.TryAdd((grey, stampUs), isLive ? 0 : 100))
                return;
            // Of a camera the newest counts.
            if (isLive && images.TryTake(out var older))
                older.Image.Dispose();
        }

        grey.Dispose();
    }

    private static Mat Grey(Mat colour)
    {
        if (colour.Channels() == 1)
            return colour;
        var grey = new Mat();
        using (var from = InputArray.Create(colour))
        using (var to = OutputArray.Create(grey))
            Cv2.CvtColor(from, to, ColorConversionCodes.BGR2GRAY);
        colour.Dispose();
        return grey;
    }
}
