using MultiAgentEdge.Host.Cluster;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Missions.Delivery.Routes;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Every verb of <c>mae</c>, in the order of the help text.</summary>
public static class VerbList
{
    static VerbList() => FleetOptions.OfCluster = ClusterFleets.Find;

    /// <summary>With the product's own missions.</summary>
    public static IReadOnlyList<Verb> All { get; } = With(MissionList.BuiltIn);

    public static IReadOnlyList<Verb> With(MissionList missions) =>
    [
        new DemoVerb(),
        new NewVerb(),
        new FleetVerb(),
        new BrokerVerb(),
        new SimVerb(missions),
        new RunVerb(missions),
        new ServeVerb(missions),
        new FleetsVerb(missions),
        new TrainVerb(missions),
        new EvaluateVerb(missions),
        new RewardVerb(),
        new RouteVerb(),
        new RunsVerb(),
        new CompareVerb(),
        new ExportVerb(),
        new ReplayVerb(),
        new RecordVerb(),
        new PushVerb(),
        new ParamVerb(missions),
        new FirmwareVerb(),
        new StatusVerb(),
        new WatchVerb(),
        new FoxgloveVerb(),
        new MetricsVerb(),
        new TellVerb(),
        new TrackVerb(),
        new EstopVerb(),
        new WiringVerb(),
        new FlashVerb(),
        new ProvisionVerb(),
        new AdoptVerb(),
        new InfoVerb(),
        new IdentifyVerb(),
        new CheckVerb(),
        new MotorTestVerb(),
        new CalibrateVerb(),
        new DescribeVerb(),
        new DoctorVerb(),
        new BenchVerb(missions),
        new SelfTestVerb(),
        new CompletionVerb(),
    ];

    public static IReadOnlyList<(string Line, string What)> RootExamples { get; } =
    [
        ("mae demo", "rovers in formation on a floor, from nothing"),
        ("mae new", "write a fleet.yaml to start from"),
        ("mae doctor", "see what this machine has"),
    ];
}
