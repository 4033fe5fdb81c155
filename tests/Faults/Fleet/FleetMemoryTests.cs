using MultiAgentEdge.Host.Missions.Formation.Faults;
using MultiAgentEdge.Host.Missions.Formation.Run;

namespace MultiAgentEdge.Tests.Faults.Fleet;

/// <summary>Fault table, "memory": 10^6 messages and a day of simulated driving (MAE_LONG; else a part of it), with faults at its
/// beginning: heap slope zero.</summary>
[Collection(nameof(HeapOfTheProcess))]
public class FleetMemoryTests
{
    private const int Samples = 4;
    private const long MostBytesGrown = 64 * 1024;
    private static readonly double _partS = Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 21_600.0 : 150.0;

    [Fact]
    public void A_fleet_that_drives_on_and_on_keeps_nothing()
    {
        var faults = Enumerable.Range(0, 10).SelectMany(i => new FleetFault[]
        {
            new((FleetFaultKind)(i % 3), i % 3, 2.0 + (5 * i), 0.5 + i, 0.0),
            new(FleetFaultKind.Delay, -1, 3.0 + (5 * i), 1.0, 0.1 * i),
            new(FleetFaultKind.Loss, i % 3, 4.0 + (5 * i), 2.0, 0.3),
        }).ToArray();
        using var fleet = new FaultedFleet(new FaultTrialOptions { Bodies = SimulatedBodies.Linear }, new FleetFaultSchedule(faults));
        fleet.Start(CancellationToken.None);
        var heap = new long[Samples];
        for (var sample = 0; sample < Samples; sample++)
        {
            var untilS = fleet.NowS + _partS;
            while (fleet.NowS < untilS)
                fleet.Step(CancellationToken.None);
            heap[sample] = GC.GetTotalMemory(forceFullCollection: true);
        }

        Assert.Equal(0, fleet.MessagesWaiting);
        Assert.True(fleet.MessagesTotal > _partS * Samples * 4 * 12, $"{fleet.MessagesTotal} messages");
        Assert.True(heap[^1] - heap[0] < MostBytesGrown, $"heap after each quarter: {string.Join(", ", heap)}");
    }
}
