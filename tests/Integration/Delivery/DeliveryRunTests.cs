using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Delivery.Run;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Integration.Delivery;

public class DeliveryRunTests
{
    [Fact]
    public void A_run_over_a_real_broker_gives_the_bits_of_the_run_in_process()
    {
        Lanes.RequireMosquitto();
        var options = new DeliveryRunOptions
        {
            Graph = TaskGraph.PaperS4(),
            Agents = 3,
            Iterations = 2,
            Seed = 5,
            Disturbance = new DeliveryDisturbance { PositionNoiseM = 0.005, HeadwindMS = 0.2 },
            StartTimeout = TimeSpan.FromMinutes(5),
        };

        using var mqtt = Run(options with { Client = LinkFactory.MqttNet });
        using var process = Run(options with { InProcess = true });

        Assert.Equal(("mqtt", "in-process"), (mqtt.Transport, process.Transport));
        Assert.Equal((0L, 0L), (mqtt.WaitsInVain, process.WaitsInVain));
        for (var day = 0; day < options.Iterations; day++)
        {
            Assert.Equal(process.Days[day].Routes, mqtt.Days[day].Routes);
            Assert.Equal(process.Days[day].Notices, mqtt.Days[day].Notices);
            Assert.Equal(Bits(process.Days[day]), Bits(mqtt.Days[day]));
        }
    }

    private static DeliveryRun Run(DeliveryRunOptions options)
    {
        var run = new DeliveryRun(options);
        run.Execute(TestContext.Current.CancellationToken);
        return run;
    }

    private static List<long> Bits(DeliveryDay day) =>
        [.. day.Tracks
            .SelectMany(track => track.X.Concat(track.Y))
            .Concat(day.TimeS)
            .Concat(day.Battery)
            .Select(BitConverter.DoubleToInt64Bits)];
}
