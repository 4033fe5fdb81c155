using System.Diagnostics.Metrics;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Web.Metrics;

/// <summary>
/// A fleet as metrics of OpenTelemetry, meter <see cref="MeterName"/>: of each rover whether it is there, its mode, faults, age, battery,
/// signal, set, what it has missed. Looks on over the fleet's broker, on a thread of its own, and says nothing.
/// </summary>
public sealed class FleetMetrics : IDisposable
{
    public const string MeterName = "MultiAgentEdge.Fleet";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(3);

    private readonly FleetFile fleet;
    private readonly FleetLink link;
    private readonly Meter meter = new(MeterName);
    private readonly CancellationTokenSource ended = new();
    private readonly Thread thread;
    private volatile IReadOnlyList<RoverSample> samples;
    private long messages;
    private volatile bool isConnected = true;

    /// <summary>Connects, and begins to look.</summary>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    public FleetMetrics(FleetFile fleet, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        this.fleet = fleet;
        link = FleetLink.Connect(fleet, "metrics", timeout, everybody: true);
        samples = Take();
        Add("mae.rover.up", "1", "Whether the rover is there", rover => rover.IsUp ? 1 : 0);
        Add("mae.rover.state.age", "s", "Time since its last state", rover => rover.AgeS);
        Add("mae.rover.battery.voltage", "V", "Supply voltage", rover => rover.BatteryV);
        Add("mae.rover.signal", "dBm", "What its radio heard of the network when it connected", rover => rover.SignalDbm);
        Add("mae.rover.parameter.version", "1", "Version of its active set", rover => rover.ParameterVersion);
        meter.CreateObservableGauge("mae.rover.mode", () => samples.Select(
            rover => new Measurement<long>(1, [.. Tags(rover), new("mode", rover.Mode)])), "1", "1 for the mode that it is in");
        meter.CreateObservableGauge("mae.rover.fault", () => samples.SelectMany(rover => rover.Faults.Select(
            fault => new Measurement<long>(1, [.. Tags(rover), new("fault", fault)]))), "1", "1 for each fault that it reports");
        Count("mae.rover.deadline.misses", "{period}", "Deadlines missed since it started", rover => rover.DeadlineMisses);
        Count("mae.rover.rounds.missed", "{round}", "Rounds without a price since it started", rover => rover.RoundsMissed);
        meter.CreateObservableCounter(
            "mae.fleet.messages", () => new Measurement<long>(Interlocked.Read(ref messages), new KeyValuePair<string, object?>("fleet", Fleet)),
            "{message}", "Messages of the fleet that were heard");
        meter.CreateObservableGauge(
            "mae.fleet.broker.up", () => new Measurement<int>(isConnected ? 1 : 0, new KeyValuePair<string, object?>("fleet", Fleet)), "1",
            "Whether the broker answers");
        thread = new Thread(Listen) { IsBackground = true, Name = "metrics" };
        thread.Start();
    }

    private string Fleet => fleet.Fleet;

    public void Dispose()
    {
        ended.Cancel();
        thread.Join(EndLimit);
        meter.Dispose();
        link.Dispose();
        ended.Dispose();
    }

    // What is not known is not said: a gauge of nothing would be a number.
    private void Add(string name, string unit, string what, Func<RoverSample, double> of) => meter.CreateObservableGauge(
        name, () => samples.Select(rover => (Rover: rover, Value: of(rover))).Where(one => double.IsFinite(one.Value))
            .Select(one => new Measurement<double>(one.Value, Tags(one.Rover))), unit, what);

    private void Count(string name, string unit, string what, Func<RoverSample, long> of) => meter.CreateObservableCounter(
        name, () => samples.Where(rover => rover.IsUp).Select(rover => new Measurement<long>(of(rover), Tags(rover))), unit, what);

    private KeyValuePair<string, object?>[] Tags(RoverSample rover) => [new("fleet", Fleet), new("rover", rover.Name)];

    private IReadOnlyList<RoverSample> Take()
    {
        var roster = link.Session.Roster;
        var names = fleet.Rovers.Select(rover => rover.Name).Union(roster.Keys.Order(StringComparer.Ordinal));
        return [.. names.Select(name => RoverSample.Of(name, roster.GetValueOrDefault(name), link.NowUs))];
    }

    private void Listen()
    {
        try
        {
            while (!ended.IsCancellationRequested)
            {
                link.Listen(() => false, Look, ended.Token);
                Interlocked.Exchange(ref messages, link.Session.MessagesReceived);
                isConnected = link.Session.IsConnected;
                samples = Take();
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed of.
        }
    }
}
