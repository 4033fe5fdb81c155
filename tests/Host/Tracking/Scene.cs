using MultiAgentEdge.Host.Tracking.Bench;
using MultiAgentEdge.Host.Tracking.Floor;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Tracking;

/// <summary>A small drawn floor: a camera over 2 × 2 m in 960 × 540, so that tests are quick, and rovers in known places.</summary>
internal sealed class Scene(ulong seed, SceneLook? look = null, MarkerFamily? family = null, IReadOnlyList<FloorMarker>? floor = null)
{
    public const double FloorM = 2;
    public const double MarkerM = 0.16;
    public const int WidthPx = 960;
    public const int HeightPx = 540;

    public static readonly SceneLook Clear = new() { BlurPx = 0.5, NoiseLevels = 2, Decoys = 0, Blots = 0 };

    public FloorCamera Camera { get; } = SceneCamera.Random(new Xoshiro256(seed), WidthPx, HeightPx, FloorM);

    public IReadOnlyList<FloorMarker> Floor { get; } = floor ?? FloorMarker.Rectangle(FloorM, FloorM);

    public OpenCvSharp.Mat Draw(params PlacedMarker[] rovers)
    {
        var lying = Floor.Select(marker => new PlacedMarker(marker.Id, marker.XM, marker.YM, 0, marker.HeadingRad ?? 0, MarkerM));
        return new FloorRenderer(Camera, family ?? MarkerFamily.Printed, look ?? Clear, lying, seed).Render(rovers);
    }

    public void Save(string file, params PlacedMarker[] rovers)
    {
        using var image = Draw(rovers);
        OpenCvSharp.Cv2.ImWrite(file, image);
    }
}
