using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Coverage.Run;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Integration.Coverage;

public class CoverageRunTests
{
    [Theory]
    [InlineData(CoverageRunOptions.ParticleBodies)]
    [InlineData(CoverageRunOptions.RoverBodies)]
    public void A_run_over_a_real_broker_gives_the_bits_of_the_run_in_process(string bodies)
    {
        Lanes.RequireMosquitto();
        var options = Options() with { Periods = 50, Bodies = bodies,
            Events = [new CoverageEvent(CoverageEventKind.Leave, "rover-2", 3, 3)] };
        if (bodies == CoverageRunOptions.RoverBodies)
            options = options with { Policy = options.Policy with { Tracking = CoverageWheels.Law } };

        var (overMqtt, mqtt) = Run(options with { Client = LinkFactory.MqttNet });
        var (_, process) = Run(options with { InProcess = true });

        Assert.Equal("mqtt", overMqtt.Transport);
        Assert.Equal((51, 1, 0L), (mqtt.Count, overMqtt.Leaves, overMqtt.DeadlineMisses));
        Assert.Equal(Bits(process), Bits(mqtt));
    }

    /// <summary>An actor that always pushes one way: the point ahead of the axle must go there, wherever the rover looked at
    /// first.</summary>
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, -1, 0)]
    [InlineData(3, 0, 1)]
    [InlineData(4, 0, -1)]
    public void Wheeled_rovers_go_where_the_particle_is_pushed_through_the_real_drivers(int action, int x, int y)
    {
        var options = Options();
        var biases = new float[5];
        biases[action] = 1;
        var sense = options.Policy.Sense;
        options = options with
        {
            Periods = 50,
            Bodies = CoverageRunOptions.RoverBodies,
            InProcess = true,
            Policy = options.Policy with { Tracking = CoverageWheels.Law,
                Layers = [new CoverageLayer(sense.Width, 5, new float[5 * sense.Width], biases)] },
        };

        var (summary, records) = Run(options);

        Assert.Equal((3, 0L), (summary.AgentsEnd, summary.DeadlineMisses));
        Assert.All(records, record => Assert.All(record.Rovers, rover => Assert.Equal("running", rover.Mode)));
        for (var i = 0; i < 3; i++)
        {
            var (first, last) = (records[0].Rovers[i], records[^1].Rovers[i]);
            var (dx, dy) = (last.XM - first.XM, last.YM - first.YM);
            // Five seconds at 0.8 m/s at most, a turn on the way included; driving straight is not exact on wheels that slip.
            Assert.InRange((dx * x) + (dy * y), 2, 4.2);
            Assert.InRange(Math.Abs((dx * y) - (dy * x)), 0, 0.4);
        }
    }

    private static CoverageRunOptions Options()
    {
        var random = new Xoshiro256(21);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextUniform(-0.8, 0.8))];
        float[] Floats(int count) => [.. Draw(count).Select(value => (float)value)];
        CoverageLayer Layer(int inputs, int outputs) => new(inputs, outputs, Floats(inputs * outputs), Floats(outputs));
        var sense = new CoverageSense(3, 2) { AbsentOther = (3, 3), AbsentLandmark = (3, 3) };
        return new CoverageRunOptions
        {
            Policy = new CoveragePolicy { Sense = sense, Layers = [Layer(sense.Width, 16), Layer(16, 5)] },
            Agents = 3,
            LandmarksM = Draw(6),
            StartM = [-0.7, -0.7, 0, 0.7, 0.7, -0.5],
        };
    }

    private static (CoverageRunSummary Summary, IReadOnlyList<CoverageRecord> Records) Run(CoverageRunOptions options)
    {
        using var run = new CoverageRun(options);
        var summary = run.Execute(TestContext.Current.CancellationToken);
        return (summary, [.. run.Records]);
    }

    private static List<long> Bits(IEnumerable<CoverageRecord> records) =>
        [.. records
            .SelectMany(r => r.Rovers.SelectMany(rover => rover.Input.Append(rover.XM).Append(rover.YM)).Append(r.Reward))
            .Select(BitConverter.DoubleToInt64Bits)];
}
