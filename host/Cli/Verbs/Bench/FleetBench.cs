using System.Diagnostics;
using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Missions.Serve;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Many fleets coordinated by this process; their rovers and their broker are processes of their own.</summary>
internal sealed class FleetBench : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    // Every fleet connects and pushes as it begins: one after the other, as people switch them on.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(20);

    private readonly string folder = Directory.CreateTempSubdirectory("mae-bench-").FullName;
    private readonly FleetFile kind;
    private readonly int fleets;
    private readonly OwnBroker broker;
    private readonly GuardedProcess simulator;
    private readonly CancellationTokenSource stop = new();
    private readonly List<FormationService> services = [];
    private readonly List<Thread> threads = [];
    private volatile Exception? wrong;

    public FleetBench(FleetFile kind, int fleets, string brokerKind)
    {
        (this.kind, this.fleets) = (kind, fleets);
        broker = OwnBroker.StartApart(brokerKind, OwnProgram.CommandLine);
        File.WriteAllText(FilePath, FleetText.Of(kind));
        string[] words =
        [
            "sim", "--fleet", FilePath, "--broker", string.Create(CultureInfo.InvariantCulture, $"{OwnBroker.Host}:{broker.Port}"),
            "--fleets", fleets.ToString(CultureInfo.InvariantCulture), "--round-trips", TripsPath,
        ];
        var mae = OwnProgram.CommandLine;
        simulator = GuardedProcess.Start(Path.Combine(folder, "sim.log"), mae[0], [.. mae.Skip(1), .. words]);
    }

    public string BrokerName => broker.Description;

    private string FilePath => Path.Combine(folder, "fleet.yaml");

    private string TripsPath => Path.Combine(folder, "trips.jsonl");

    /// <exception cref="MaeException">MAE548: not every fleet drives in time.</exception>
    public FleetBenchResult Measure(double seconds, Action<string> say, CancellationToken cancellation)
    {
        var heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        Start(cancellation);
        var began = Stopwatch.StartNew();
        Await(() => services.Count(service => service.Status.IsRunning) == fleets, StartLimit, cancellation);
        say(string.Create(CultureInfo.InvariantCulture, $"{fleets} fleets drive after {began.Elapsed.TotalSeconds:0.0} s"));
        Await(() => false, Settle, cancellation, isRequired: false);
        var (hostCpu, simulatorCpu, brokerCpu) = Cpu();
        var watch = Stopwatch.StartNew();
        var from = UnixS();
        Await(() => false, TimeSpan.FromSeconds(seconds), cancellation, isRequired: false);
        var to = UnixS();
        var wall = watch.Elapsed.TotalSeconds * Environment.ProcessorCount;
        var (hostAfter, simulatorAfter, brokerAfter) = Cpu();
        var heap = GC.GetTotalMemory(forceFullCollection: true) - heapBefore;
        // What the last second holds is written after it.
        Await(() => false, TimeSpan.FromSeconds(1.2), cancellation, isRequired: false);
        var stretch = RoundTripRecord.Read(TripsPath, from, to);
        var rovers = fleets * kind.Rovers.Count;
        return new FleetBenchResult(
            rovers, stretch.Count, stretch.PercentileMs(0.5), stretch.PercentileMs(0.99), stretch.PercentileMs(1.0), stretch.DeadlineMisses,
            stretch.Lost, services.Sum(service => service.Status.Driving), (hostAfter - hostCpu) / wall,
            (simulatorAfter - simulatorCpu) / wall, (brokerAfter - brokerCpu) / wall, heap / (double)rovers);
    }

    public void Dispose()
    {
        stop.Cancel();
        threads.ForEach(thread => thread.Join(TimeSpan.FromSeconds(5)));
        simulator.Stop(TimeSpan.FromSeconds(5));
        simulator.Dispose();
        broker.Dispose();
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Start(CancellationToken cancellation)
    {
        for (var number = 1; number <= fleets; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var file = kind with
            {
                Fleet = SimVerb.NameOf(kind.Fleet, number),
                Broker = new BrokerEntry { Host = OwnBroker.Host, Port = broker.Port },
            };
            var service = new FormationService(file, "bench fleet");
            services.Add(service);
            // A coordinator's loop waits for its rovers all the time: a thread of its own.
            var thread = new Thread(() => Run(service)) { IsBackground = true, Name = file.Fleet };
            threads.Add(thread);
            thread.Start();
            cancellation.WaitHandle.WaitOne(Apart);
        }
    }

    private void Run(FormationService service)
    {
        try
        {
            service.Run(stop.Token, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            wrong ??= exception;
        }
    }

    private void Await(Func<bool> done, TimeSpan limit, CancellationToken cancellation, bool isRequired = true)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < limit;)
        {
            if (wrong is { } failure)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            cancellation.ThrowIfCancellationRequested();
            if (simulator.HasExited)
            {
                throw new MaeException(
                    ExitCode.Failed, "MAE548",
                    $"The simulator ended with {simulator.ExitCode}: {File.ReadAllText(Path.Combine(folder, "sim.log"))}",
                    "Try fewer rovers.");
            }

            if (done())
                return;
            cancellation.WaitHandle.WaitOne(50);
        }

        if (!isRequired)
            return;
        var waiting = services.Where(service => !service.Status.IsRunning).ToList();
        throw new MaeException(
            ExitCode.Failed, "MAE548",
            $"{waiting.Count} of {fleets} fleets do not drive after {limit.TotalSeconds:0} s; the first says: {waiting[0].Status.Phase} "
            + $"{waiting[0].Status.Waiting}.",
            "Try fewer fleets or rovers, or a longer period.");
    }

    private (double Host, double Simulator, double Broker) Cpu()
    {
        using var own = Process.GetCurrentProcess();
        using var rovers = Process.GetProcessById(simulator.ProcessId);
        return (own.TotalProcessorTime.TotalSeconds, rovers.TotalProcessorTime.TotalSeconds,
            broker.ProcessorTime?.TotalSeconds ?? double.NaN);
    }

    private static double UnixS() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
}
