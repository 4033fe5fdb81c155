using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Bench;
using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Live;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Host.Tracking.Sources;
using OpenCvSharp;

namespace MultiAgentEdge.Tests.Host.Tracking.Sources;

public sealed class CameraSourceTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"mae-{Guid.NewGuid():N}.avi");

    public void Dispose() => File.Delete(file);

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void A_rover_is_followed_through_a_video_while_a_floor_marker_is_covered()
    {
        var scene = new Scene(21);
        IReadOnlyList<FloorMarker> some = [scene.Floor[0], scene.Floor[2]];
        using (var writer = new VideoWriter(file, FourCC.MJPG, 10, new OpenCvSharp.Size(Scene.WidthPx, Scene.HeightPx), isColor: false))
        {
            Assert.True(writer.IsOpened());
            for (var i = 0; i < 6; i++)
            {
                using var image = (i < 3 ? scene : new Scene(21, floor: some))
                    .Draw(new PlacedMarker(12, 0.6 + (0.05 * i), 1, 0, 0.3, Scene.MarkerM));
                writer.Write(image);
            }
        }

        var setup = new TrackingSetup { Floor = scene.Floor, Lens = scene.Camera.Lens };
        using var source = CameraSource.OfVideo(file, setup);
        var live = new LiveTrack(new PoseGate(null), _ => { });
        live.Run(source, () => TestContext.Current.CancellationToken.IsCancellationRequested, () => { });
        Assert.Equal((6, 6), (source.Frames, live.Taken));
        var rover = live.Json("video")["rovers"]![0]!;
        Assert.Equal("rover-2", (string?)rover["rover"]);
        Assert.Equal(0.85, (double)rover["x_m"]!, 0.004);
        Assert.Equal(1, (double)rover["y_m"]!, 0.004);
    }

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void No_video_and_no_camera_are_said()
    {
        Assert.Equal("MAE631", Assert.Throws<MaeException>(() => CameraSource.OfVideo("nowhere.avi", new TrackingSetup())).Code);
        File.WriteAllText(file, "no video");
        Assert.Equal("MAE631", Assert.Throws<MaeException>(() => CameraSource.OfVideo(file, new TrackingSetup())).Code);
        if (!File.Exists("/dev/video97"))
            Assert.Equal("MAE631", Assert.Throws<MaeException>(() => CameraSource.OfCamera(97, new TrackingSetup())).Code);
    }
}
