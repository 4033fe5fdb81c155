using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Tests.Host.Tracking.Setup;

public sealed class TrackingSetupReaderTests
{
    private const string Whole = """
        markers: 4x4-50
        floor:
          marker_size_m: 0.2
          markers:
            - {id: 5, x_m: 0, y_m: 0, heading_rad: 1.5}
            - {id: 6, x_m: 3, y_m: 0}
            - {id: 7, x_m: 3, y_m: 2}
        rover_height_m: 0.1
        rover_marker_size_m: 0.12
        lens: {width_px: 640, height_px: 480, fx_px: 500, fy_px: 501, cx_px: 320, cy_px: 240, k1: -0.1}
        rovers:
          - {name: wagon, marker: 20, forward_m: 0.05, left_m: -0.01, yaw_rad: 1.57}
          - {name: cart, marker: 21, height_m: 0.2, marker_size_m: 0.1}
        """;

    [Fact]
    public void All_of_it_counts()
    {
        var setup = Read(Whole, out var problems);
        Assert.Empty(problems);
        Assert.Equal("4x4-50", setup.Family);
        Assert.Equal([new FloorMarker(5, 0, 0, 1.5), new FloorMarker(6, 3, 0), new FloorMarker(7, 3, 2)], setup.Floor);
        Assert.Equal(0.2, setup.FloorMarkerSizeM);
        Assert.Equal(new RoverMarker("wagon", 20) { HeightM = 0.1, ForwardM = 0.05, LeftM = -0.01, YawRad = 1.57, SizeM = 0.12 },
            setup.RoverOf(20));
        Assert.Equal(new RoverMarker("cart", 21) { HeightM = 0.2, SizeM = 0.1 }, setup.RoverOf(21));
        Assert.Null(setup.RoverOf(22));
        Assert.Equal(new LensModel(640, 480, 500, 501, 320, 240) { K1 = -0.1 }, setup.Lens);
    }

    [Fact]
    public void Nothing_said_is_a_floor_of_4_x_4_m_and_rovers_from_marker_11()
    {
        var setup = Read("", out var problems);
        Assert.Empty(problems);
        Assert.Equal([new FloorMarker(0, 0, 0), new FloorMarker(1, 4, 0), new FloorMarker(2, 4, 4), new FloorMarker(3, 0, 4)], setup.Floor);
        Assert.Equal("rover-3", setup.RoverOf(13)!.Name);
        Assert.Equal("marker-7", setup.RoverOf(7)!.Name);
        Assert.Equal("cart", setup.With(["wagon", "cart"]).RoverOf(12)!.Name);
    }

    [Theory]
    [InlineData("floor: {markers: [{id: 0, x_m: 0}]}", "MAE205,MAE209")]
    [InlineData("floor: {width_m: 4, markers: [{id: 0, x_m: 0, y_m: 0}, {id: 1, x_m: 1, y_m: 0}]}", "MAE205")]
    [InlineData("floor: {markers: [{id: 0, x_m: 0, y_m: 0}, {id: 0, x_m: 1, y_m: 0}]}", "MAE203")]
    [InlineData("markers: 4x4-51", "MAE205")]
    [InlineData("rovers: [{name: a, marker: 11}, {name: b, marker: 11}]", "MAE203")]
    [InlineData("rovers: [{name: a, marker: 0}]", "MAE203")]
    [InlineData("rovers: [{marker: 11}]", "MAE209")]
    [InlineData("rover_height_mm: 100", "MAE202")]
    [InlineData("lens_file: nowhere.yaml", "MAE200")]
    [InlineData("lens: {width_px: 640}", "MAE209")]
    [InlineData("rover_height_m: .nan", "MAE206")]
    [InlineData("[", "MAE207")]
    public void What_is_wrong_is_said_with_its_place(string text, string codes)
    {
        Read(text, out var problems);
        Assert.Equal(codes, string.Join(',', problems.Select(problem => problem.Code).Order().Distinct()));
        Assert.All(problems, problem => Assert.True(problem is { Line: > 0, Column: > 0 } && problem.Next.Length > 0));
    }

    private static TrackingSetup Read(string text, out List<FleetProblem> problems)
    {
        problems = [];
        return TrackingSetupReader.Read(text, "tracking.yaml", problems, _ => null);
    }
}
