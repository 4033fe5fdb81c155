namespace MultiAgentEdge.Host.Messaging.Bench;

/// <summary>What <see cref="LinkCapacityBench"/> measured. A round trip is rover, broker, host, broker, rover.</summary>
/// <param name="Client">MQTT client and version.</param>
/// <param name="Rovers">Simulated rovers.</param>
/// <param name="RateHz">Round trips per second of each, as asked for.</param>
/// <param name="DurationS">From the first measured publish to the last, s.</param>
/// <param name="Messages">Round trips started and measured.</param>
/// <param name="Lost">Round trips not finished.</param>
/// <param name="LostOutbox">Of these, not taken by a client's outbox: its connection took them too slowly.</param>
/// <param name="LostInbox">Of these, not taken by a client's inbox: its owner read too slowly.</param>
/// <param name="WarmUpLost">Round trips of the warm-up that were not finished; in no other figure.</param>
/// <param name="P50Ms">Median round trip, ms.</param>
/// <param name="P99Ms">99th percentile, ms.</param>
/// <param name="MaxMs">Longest round trip, ms.</param>
/// <param name="ProcessCpuS">Processor time of this process from the first publish to the last answer, s: clients, and a broker in the same
/// process.</param>
public sealed record LinkCapacityResult(
    string Client, int Rovers, double RateHz, double DurationS, long Messages, long Lost, long LostOutbox, long LostInbox, long WarmUpLost,
    double P50Ms, double P99Ms, double MaxMs, double ProcessCpuS)
{
    /// <summary>Of <see cref="Lost"/>, what clients sent and never got: the broker dropped it.</summary>
    public long LostBroker => Math.Max(0, Lost - LostOutbox - LostInbox);
}
