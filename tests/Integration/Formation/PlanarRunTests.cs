using MultiAgentEdge.Host.Missions.Formation.Planar;

namespace MultiAgentEdge.Tests.Integration.Formation;

/// <summary>A formation in the plane over a real broker: whoever joins, drops out and comes back does so in the very periods of the run in
/// process, however fast the broker is.</summary>
public class PlanarRunTests
{
    [Fact]
    public void Joining_dropping_out_and_coming_back_have_the_same_bits_over_a_broker()
    {
        var (here, there) = (Drive(inProcess: true), Drive(inProcess: false));
        Assert.Equal(here.Count, there.Count);
        for (var k = 0; k < here.Count; k++)
        {
            string Of(PlanarRecord record) => string.Join(
                ' ', record.Rovers.Select(rover => FormattableString.Invariant(
                    $"{rover.Mode} {rover.ParameterVersion} {rover.XM:R} {rover.YM:R} {rover.HeadingRad:R} {rover.Interventions}")));
            Assert.Equal((k, Of(here[k])), (k, Of(there[k])));
        }

        Assert.Contains(here, record => record.Rovers.Count(rover => rover.Drives) == 4);
        Assert.True(here[^1].Rovers.All(rover => rover.Drives));
    }

    private static IReadOnlyList<PlanarRecord> Drive(bool inProcess)
    {
        using var run = new PlanarRun(new PlanarRunOptions
        {
            Rovers = ["a", "b", "c", "d"],
            Waiting = 1,
            Starts = [(0, 0, 0), (0.7, 0, 1), (0, 0.7, 2), (-2.5, -2, 0)],
            Shape = FormationShape.Of("triangle", 3, 0.6),
            Path = FormationPath.Of("eight", 1.5),
            Periods = 330,
            InProcess = inProcess,
            Seed = 4,
            Events =
            [
                new PlanarEvent(60, Returns: "d"), new PlanarEvent(190, Stops: "b"), new PlanarEvent(215, Returns: "b"),
            ],
        });
        run.Execute(TestContext.Current.CancellationToken);
        return run.Records;
    }
}
