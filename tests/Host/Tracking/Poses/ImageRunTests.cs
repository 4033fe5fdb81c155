using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Bench;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Host.Tracking.Poses;

namespace MultiAgentEdge.Tests.Host.Tracking.Poses;

public sealed class ImageRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae-track-").FullName;

    private readonly TrackingSetup setup = new() { Floor = FloorMarker.Rectangle(Scene.FloorM, Scene.FloorM) };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    [InlineData("apriltag-36h11")]
    [InlineData("4x4-50")]
    [InlineData("5x5-100")]
    [InlineData("apriltag-16h5")]
    public void Finds_out_the_family_by_the_floor_and_the_rover_by_its_marker(string family)
    {
        var scene = new Scene(3, family: MarkerFamily.Of(family));
        scene.Save(Path.Combine(folder, "a.png"), new PlacedMarker(11, 0.7, 1.2, 0, 0.5, Scene.MarkerM),
            new PlacedMarker(13, 1.4, 0.6, 0, -2.6, Scene.MarkerM));
        var run = Measure(setup with { Lens = scene.Camera.Lens });
        // 5x5-100 begins with 5x5-50: whichever, the markers are the same.
        Assert.StartsWith(family[..3], run.Family!.Name, StringComparison.Ordinal);
        var poses = Assert.Single(run.Images).Poses;
        Assert.Equal(["rover-1", "rover-3"], poses.Select(pose => pose.Rover.Name));
        Near(poses[0], 0.7, 1.2, 0.5);
        Near(poses[1], 1.4, 0.6, -2.6);
    }

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void A_marker_above_the_floor_is_put_where_it_is_and_a_height_that_is_not_said_costs_what_the_slant_makes_of_it()
    {
        var scene = new Scene(5);
        scene.Save(Path.Combine(folder, "a.png"), new PlacedMarker(11, 1.5, 1.5, 0.15, 1, Scene.MarkerM));
        var told = Measure(setup with { Lens = scene.Camera.Lens, HeightM = 0.15 });
        Near(told.Images[0].Poses[0], 1.5, 1.5, 1);
        var untold = Measure(setup with { Lens = scene.Camera.Lens }).Images[0].Poses[0];
        var place = scene.Camera.Place;
        var away = new Point2(1.5 - place.XM, 1.5 - place.YM).Length * 0.15 / (place.ZM - 0.15);
        Assert.Equal(away, new Point2(untold.XM - 1.5, untold.YM - 1.5).Length, 0.003);
    }

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void The_marker_s_place_on_the_rover_is_taken_off()
    {
        var scene = new Scene(7);
        var heading = 0.8;
        var middle = new Point2(1, 1) + new Point2(0.05, -0.03).Turned(heading);
        scene.Save(Path.Combine(folder, "a.png"), new PlacedMarker(20, middle.X, middle.Y, 0.1, heading + Math.PI / 2, Scene.MarkerM));
        var rover = new RoverMarker("wagon", 20) { HeightM = 0.1, ForwardM = 0.05, LeftM = -0.03, YawRad = Math.PI / 2,
            SizeM = Scene.MarkerM };
        Near(Measure(setup with { Lens = scene.Camera.Lens, Rovers = [rover] }).Images[0].Poses[0], 1, 1, heading);
        // Another size, and it is not taken.
        var image = Measure(setup with { Lens = scene.Camera.Lens, Rovers = [rover with { SizeM = 0.3 }] }).Images[0];
        Assert.Empty(image.Poses);
        Assert.Equal([20], image.Skewed);
        // Nobody's marker is nobody's pose.
        image = Measure(setup with { Lens = scene.Camera.Lens, Rovers = [rover with { MarkerId = 21 }] }).Images[0];
        Assert.Empty(image.Poses);
        Assert.Equal([20], image.Strangers);
    }

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void Without_a_lens_the_floor_tells_it()
    {
        var scene = new Scene(9);
        scene.Save(Path.Combine(folder, "a.png"), new PlacedMarker(11, 0.6, 1.3, 0, 2, Scene.MarkerM));
        var pose = Measure(setup).Images[0].Poses[0];
        Assert.True(new Point2(pose.XM - 0.6, pose.YM - 1.3).Length < 0.006, $"{pose}");
        Assert.True(pose.SigmaM < 0.02, $"{pose}");
    }

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void Three_floor_markers_will_do_and_so_do_those_of_the_other_images_where_the_camera_stands()
    {
        var all = FloorMarker.Rectangle(Scene.FloorM, Scene.FloorM);
        var three = new Scene(11, floor: [.. all.Take(3)]);
        three.Save(Path.Combine(folder, "a.png"), new PlacedMarker(11, 0.6, 1.3, 0, 2, Scene.MarkerM));
        var alone = Measure(setup with { Lens = three.Camera.Lens });
        Assert.Equal([0, 1, 2], alone.Images[0].FloorMarkers);
        Near(alone.Images[0].Poses[0], 0.6, 1.3, 2);
        Assert.False(alone.IsStanding);
        new Scene(11, floor: [.. all.Skip(3)]).Save(Path.Combine(folder, "b.png"), new PlacedMarker(11, 0.9, 1.1, 0, 2, Scene.MarkerM));
        new Scene(11, floor: all).Save(Path.Combine(folder, "c.png"), new PlacedMarker(11, 1.2, 1.1, 0, 2, Scene.MarkerM));
        var together = Measure(setup with { Lens = three.Camera.Lens });
        Assert.True(together.IsStanding);
        Near(together.Images[1].Poses[0], 0.9, 1.1, 2);
        // From another place.
        new Scene(12, floor: all).Save(Path.Combine(folder, "d.png"), new PlacedMarker(11, 0.9, 1.1, 0, 2, Scene.MarkerM));
        Assert.False(Measure(setup).IsStanding);
    }

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void Markers_that_lie_elsewhere_than_the_setup_says_give_no_pose_but_the_name_of_the_one()
    {
        IReadOnlyList<FloorMarker> moved = [new(0, 0, 0), new(1, 2, 0), new(2, 2, 2), new(3, 0.3, 2)];
        var scene = new Scene(13, floor: moved);
        scene.Save(Path.Combine(folder, "a.png"), new PlacedMarker(11, 0.6, 1.3, 0, 2, Scene.MarkerM));
        var image = Measure(setup with { Lens = scene.Camera.Lens }).Images[0];
        Assert.Empty(image.Poses);
        Assert.Contains("px rms", image.Note, StringComparison.Ordinal);
        // The other way round no camera sees it.
        image = Measure(setup with { Lens = scene.Camera.Lens, Floor = [new(0, 0, 0), new(3, 2, 0), new(2, 2, 2), new(1, 0, 2)] })
            .Images[0];
        Assert.Contains("another order", image.Note, StringComparison.Ordinal);
    }

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void No_marker_at_all_and_no_image_at_all_are_said()
    {
        var scene = new Scene(15, look: new SceneLook { Decoys = 8 }, floor: []);
        scene.Save(Path.Combine(folder, "a.png"));
        Assert.Equal("MAE632", Assert.Throws<MaeException>(() => Measure(setup)).Code);
        File.WriteAllText(Path.Combine(folder, "a.png"), "not one");
        Assert.Equal("MAE631", Assert.Throws<MaeException>(() => Measure(setup)).Code);
        new Scene(16).Save(Path.Combine(folder, "b.png"), new PlacedMarker(11, 0.6, 1.3, 0, 2, Scene.MarkerM));
        Assert.Equal("cannot be read as an image", Measure(setup with { Family = "apriltag-36h11" }).Images[0].Note);
    }

    private ImageRun Measure(TrackingSetup told)
    {
        var run = new ImageRun(told);
        run.Measure([.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)], TestContext.Current.CancellationToken);
        return run;
    }

    private static void Near(MarkerPose pose, double xM, double yM, double headingRad)
    {
        Assert.True(new Point2(pose.XM - xM, pose.YM - yM).Length < 0.003, $"{pose}");
        Assert.True(Math.Abs(Math.IEEERemainder(pose.HeadingRad - headingRad, 2 * Math.PI)) < 0.008, $"{pose}");
    }
}
