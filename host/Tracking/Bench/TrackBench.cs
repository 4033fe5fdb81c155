using System.Diagnostics;
using MultiAgentEdge.Host.Tracking.Floor;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Poses;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Tracking.Bench;

/// <summary>Draws floors with rovers in known places and looks at them: errors, identities, speed.</summary>
public static class TrackBench
{
    private const double FloorM = 4;

    public static TrackBenchResult Run(TrackBenchOptions options, CancellationToken cancellation)
    {
        var random = new Xoshiro256(options.Seed);
        var (positions, headings) = (new List<double>(), new List<double>());
        double squares = 0;
        int drawn = 0, wrong = 0, blind = 0, frame = 0;
        var watch = new Stopwatch();
        double processorS = 0;
        PlacedMarker[] floor =
            [.. FloorMarker.Rectangle(FloorM, FloorM)
            .Select(marker => new PlacedMarker(marker.Id, marker.XM, marker.YM, 0, 0, options.MarkerM))];
        for (var c = 0; c < options.Cameras; c++)
        {
            var camera = SceneCamera.Random(random, options.WidthPx, options.HeightPx, FloorM);
            var renderer = new FloorRenderer(camera, options.Family, options.Look, floor, random.NextUInt64());
            var setup = new TrackingSetup { Family = options.Family.Name, HeightM = options.RoverHeightM, Lens = options.IsCalibrated
                ? camera.Lens : null };
            using var eye = new MarkerEye(setup);
            var memory = new FloorMemory();
            for (; frame < options.Frames * (c + 1) / options.Cameras; frame++)
            {
                cancellation.ThrowIfCancellationRequested();
                var rovers = Place(random, options);
                drawn += rovers.Count;
                using var image = renderer.Render(rovers);
                var processor = Environment.CpuUsage.TotalTime;
                watch.Start();
                var markers = FrameMarkers.Of(eye.Look(image), setup);
                memory.Add(markers.Floor);
                var view = FloorFit.Fit(options.IsByItself
                    ? markers.Floor : memory.Known, setup, setup.Lens, options.WidthPx, options.HeightPx, out _);
                MarkerPose?[] poses = [.. markers.Rovers.Select(one => view is null ? null : MarkerPose.Of(one.Seen, one.Rover, view))];
                watch.Stop();
                processorS += (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
                blind += view is null ? 1 : 0;
                wrong += markers.Strangers.Count;
                foreach (var pose in poses)
                {
                    if (pose is null)
                        continue;
                    var truth = rovers.FirstOrDefault(rover => rover.Id == pose.Rover.MarkerId);
                    var off = truth is null ? double.PositiveInfinity : new Point2(pose.XM - truth.XM, pose.YM - truth.YM).Length;
                    // So far off, another thing was taken for it.
                    if (!(off < Math.Max(options.MarkerM, 5 * pose.SigmaM)))
                    {
                        wrong++;
                        continue;
                    }

                    positions.Add(off);
                    headings.Add(Math.Abs(Math.IEEERemainder(pose.HeadingRad - truth!.HeadingRad, 2 * Math.PI)));
                    squares += off * off / (2 * pose.SigmaM * pose.SigmaM);
                }
            }
        }

        positions.Sort();
        headings.Sort();
        return new TrackBenchResult
        {
            PositionErrorsM = positions, HeadingErrorsRad = headings, ErrorOverSigma = Math.Sqrt(squares / Math.Max(1, positions.Count)),
                Drawn = drawn, FalseIdentities = wrong,
            FramesWithoutFloor = blind, FramesPerS = frame / Math.Max(1e-9, watch.Elapsed.TotalSeconds),
            ProcessorMsPerFrame = 1000 * processorS / Math.Max(1, frame),
        };
    }

    private static List<PlacedMarker> Place(Xoshiro256 random, TrackBenchOptions options)
    {
        var placed = new List<PlacedMarker>();
        for (var tries = 0; placed.Count < options.Rovers && tries < 1000; tries++)
        {
            var (x, y) = (random.NextUniform(0.25, FloorM - 0.25), random.NextUniform(0.25, FloorM - 0.25));
            if (placed.All(other => new Point2(other.XM - x, other.YM - y).Length > 2 * options.MarkerM))
                placed.Add(new PlacedMarker(TrackingSetup.FirstRoverId + placed.Count, x, y, options.RoverHeightM,
                    random.NextUniform(-Math.PI, Math.PI), options.MarkerM));
        }

        return placed;
    }
}
