using System.Diagnostics;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Faults.Messaging;

/// <summary>Rows 11 and 12 of what broke under attack: a flood over a real connection, to somebody who reads slowly or not at all, costs
/// what is said, and what it cost comes back.</summary>
[Collection(nameof(HeapOfTheProcess))]
public sealed class FloodMemoryTests
{
    private const int InboxBytes = 1 << 18;
    private const long MostBytesKept = 4 << 20;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_flood_of_any_size_of_messages_fills_no_more_than_the_inbox_and_leaves_nothing()
    {
        using var broker = MqttNetBroker.Start();
        using var reader = new MqttNetLink();
        reader.Connect(new LinkOptions { ClientId = "reader", Port = broker.Port, InboxBytes = InboxBytes });
        reader.Subscribe("flood/#", QualityOfService.AtMostOnce);
        using var flooder = new MqttNetLink();
        flooder.Connect(new LinkOptions { ClientId = "flooder", Port = broker.Port });
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // Nobody reads; topics are of every length, as are payloads.
        var dropped = 0L;
        foreach (var size in new[] { 100, 16_000, 100_000, 1_000_000 })
            dropped = Flood(flooder, reader, size, dropped);

        var kept = 0L;
        while (reader.TryReceive(out var message))
            kept += message.Payload.Length;
        Assert.InRange(kept, 1, InboxBytes);

        // It still hears what it can take.
        flooder.TryPublish("flood/after", [1], QualityOfService.AtLeastOnce, retain: false);
        Assert.True(Until(() => reader.TryReceive(out var message) && message.Topic == "flood/after"));
        Assert.True(
            Until(() => GC.GetTotalMemory(forceFullCollection: true) - before < MostBytesKept),
            $"{GC.GetTotalMemory(true) - before} bytes more than before");
    }

    private static long Flood(MqttNetLink flooder, MqttNetLink reader, int size, long dropped)
    {
        var payload = new byte[size];
        var sent = 0;
        Assert.True(Until(() =>
        {
            for (var i = 0; i < 20; i++)
                flooder.TryPublish($"flood/{new string('t', sent++ * 37 % 2000)}", payload, QualityOfService.AtMostOnce, retain: false);
            return reader.Dropped > dropped + 20;
        }));
        return reader.Dropped;
    }

    private static bool Until(Func<bool> done)
    {
        var began = Stopwatch.GetTimestamp();
        while (!done())
        {
            if (Stopwatch.GetElapsedTime(began) > _patience)
                return false;
            Thread.Sleep(1);
        }

        return true;
    }
}
