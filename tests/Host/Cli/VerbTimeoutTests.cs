using System.CommandLine;
using System.Net.Sockets;
using System.Net;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli.Verbs;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Tests.Host.Cli;

/// <summary>
/// Every verb ends at its --timeout. What waits for a broker meets one that takes connections and says nothing, what computes would compute
/// for minutes. A verb that does not end would hang this test; how long it took is not measured.
/// </summary>
public sealed class VerbTimeoutTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;
    private readonly TcpListener mute = new(IPAddress.Loopback, 0);

    public VerbTimeoutTests() => mute.Start();

    public void Dispose()
    {
        mute.Stop();
        // A verb that was left to itself may still be writing.
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Verb, arguments with BROKER and RUNS to fill in, the exit codes that it may end with.</summary>
    private static readonly (string Verb, string Arguments, int[] Codes)[] Waiting =
    [
        ("demo", "--in-process RUNS --timeout 0.05", [ExitCode.Timeout]),
        ("broker", "RETAINED --timeout 0.3", [ExitCode.Timeout]),
        ("sim", "BROKER --timeout 0.3", [ExitCode.Timeout, ExitCode.Unreachable]),
        ("run formation", "--in-process RUNS --speed 1 --timeout 0.3", [ExitCode.Timeout]),
        ("run coverage", "--in-process RUNS --policy ACTOR --seconds 86400 --timeout 0.3", [ExitCode.Timeout]),
        ("run delivery", "--in-process RUNS --iterations 1000 --timeout 0.05", [ExitCode.Timeout]),
        ("train formation", "RUNS --samples 10000000 --timeout 0.3", [ExitCode.Timeout]),
        ("train coverage", "RUNS --episodes 100000 --timeout 0.3", [ExitCode.Timeout]),
        ("train delivery", "RUNS --iterations 10000 --timeout 0.3", [ExitCode.Timeout]),
        ("evaluate coverage", "--policy nowhere --timeout 0.3", [ExitCode.Configuration]),
        ("reward coverage", "--timeout 0.001", [ExitCode.Ok, ExitCode.Timeout]),
        ("reward docking", "--timeout 0.001", [ExitCode.Ok, ExitCode.Timeout]),
        ("route", "GRAPH --timeout 0.5", [ExitCode.Ok]),
        ("track", "--udp 0 --timeout 0.3", [ExitCode.Failed]),
        ("push", "BROKER RUNS --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("firmware push", "BROKER --image PROGRAM --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("firmware rollback", "BROKER --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("adopt", "BROKER --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("param get", "BROKER --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("train work", "nowhere --timeout 0.3", [ExitCode.Configuration, ExitCode.Usage, ExitCode.Ok, ExitCode.Timeout]),
        ("param set", "BROKER speed_limit 0.5 RUNS --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("param undo", "BROKER RUNS --timeout 0.3", [ExitCode.Configuration]),
        ("param load", "BROKER ACTOR --rover rover-1 RUNS --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout, ExitCode.Configuration]),
        ("status", "BROKER --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("watch", "BROKER RUNS --no-open --timeout 0.3", [ExitCode.Ok, ExitCode.Unreachable]),
        ("record", "BROKER RUNS --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("metrics", "BROKER --port 0 --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("foxglove", "BROKER --port 0 --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("replay", "RECORD BROKER --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("estop", "BROKER --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("tell", "BROKER --shape line --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("identify", "BROKER --rover rover-1 --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("doctor", "--timeout 0.3", [ExitCode.Ok, ExitCode.Failed, ExitCode.Timeout]),
        ("bench faults", "--runs 1000 --timeout 0.3", [ExitCode.Timeout]),
        ("bench pose", "--runs 1 --seconds 20 --timeout 0.001", [ExitCode.Ok, ExitCode.Timeout]),
        ("bench safety", "--runs 1000000 --timeout 0.3", [ExitCode.Timeout]),
        ("bench track", "--frames 100000 --timeout 0.3", [ExitCode.Timeout]),
        ("bench route", "--instances nowhere --timeout 0.3", [ExitCode.Ok, ExitCode.Timeout, ExitCode.Configuration, ExitCode.Usage]),
        ("bench solver", "--timeout 0.05", [ExitCode.Timeout, ExitCode.Configuration]),
        ("bench link", "BROKER --timeout 0.3", [ExitCode.Timeout, ExitCode.Unreachable]),
        ("bench fleet", "--fleets 1 --rovers 2 --seconds 100 --timeout 0.3", [ExitCode.Timeout]),
        ("serve", "--cluster redis://127.0.0.1:1/lab --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("fleets", "--cluster redis://127.0.0.1:1/lab --timeout 0.3", [ExitCode.Unreachable, ExitCode.Timeout]),
        ("bench world", "--seconds 100 --timeout 0.3", [ExitCode.Timeout]),
        ("bench learning", "--seconds 100 --timeout 0.3", [ExitCode.Timeout]),
        ("bench board", "--periods 20000 --timeout 0.3", [ExitCode.Timeout]),
        ("selftest", "--timeout 0.001", [ExitCode.Ok, ExitCode.Timeout]),
    ];

    /// <summary>What reads or writes a file at once; and the consoles of boards, whose silence tests/Host/Boards has.</summary>
    private static readonly string[] WaitForNobody =
        ["new", "new mission", "firmware pack", "fleet secure", "describe", "param diff", "param dump", "param list", "param history", "wiring", "flash",
            "provision", "info", "motor-test", "check", "calibrate", "completion", "runs", "runs list", "runs show", "runs remove", "runs prune",
            "compare", "export", "train ls", "train show", "train stop", "train retry",
            "track calibrate", "track markers"];

    public static TheoryData<string> EveryWaitingVerb => new(Waiting.Select(row => row.Verb));

    [Fact]
    public void Every_verb_takes_a_timeout_and_is_in_this_table()
    {
        var verbs = Leaves(VerbList.All, "").ToList();
        Assert.Equal(verbs.Order(), Waiting.Select(row => row.Verb).Concat(WaitForNobody).Order());
        foreach (var verb in verbs)
        {
            Assert.DoesNotContain(
                MaeApp.Build().Parse([.. verb.Split(' '), "--timeout", "1"]).Errors,
                error => error.Message.Contains("timeout", StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(EveryWaitingVerb))]
    public async Task Every_verb_ends_at_its_timeout(string verb)
    {
        var (_, arguments, codes) = Waiting.Single(row => row.Verb == verb);
        var run = await CliRun.Of([.. verb.Split(' '), .. arguments.Split(' ').SelectMany(Filled), "--json"]);
        Assert.True(codes.Contains(run.Code), $"{verb}: {run.Code} {run.Error}");
        if (run.Code == ExitCode.Timeout && run.Json.TryGetProperty("error", out var error))
            Assert.Equal(ExitCode.Timeout, error.GetProperty("exit_code").GetInt32());
        foreach (var file in Directory.GetFiles(folder, "run.json", SearchOption.AllDirectories))
        {
            Assert.NotEqual(
                "running", JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!["state"]?.ToString());
        }
    }

    [Fact]
    public async Task A_verb_that_does_not_listen_is_left_and_its_run_says_so()
    {
        using var release = new ManualResetEventSlim();
        var verb = new DeafVerb(folder, release);
        var root = new RootCommand { MaeApp.Build(verb) };
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await root
            .Parse(["deaf", "--timeout", "0.05"])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Timeout, code);
        Assert.Contains("MAE501", error.ToString(), StringComparison.Ordinal);
        var document = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(verb.Run!.Path, "run.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal("timed_out", document["state"]!.ToString());
        release.Set();
    }

    [Fact]
    public void A_deadline_explains_only_what_it_did_itself()
    {
        using var interrupted = new CancellationTokenSource();
        using var deadline = new VerbDeadline(TimeSpan.FromMilliseconds(1), TimeoutMeaning.EndsTheVerb, interrupted.Token);
        var stopped = new OperationCanceledException();
        Assert.True(deadline.Token.WaitHandle.WaitOne());
        Assert.IsType<TimeoutException>(deadline.Explain(stopped));
        var told = Assert.IsType<MaeException>(
            deadline.Explain(new MaeException(ExitCode.Interrupted, "MAE003", "Stopped.", "Go on: mae")));
        Assert.Equal((ExitCode.Timeout, "Go on: mae"), (told.ExitCode, told.Next));
        var other = new InvalidOperationException();
        Assert.Same(other, deadline.Explain(other));
        interrupted.Cancel();
        Assert.Same(stopped, deadline.Explain(stopped));
        using var none = new VerbDeadline(Timeout.InfiniteTimeSpan, TimeoutMeaning.EndsTheVerb, interrupted.Token);
        Assert.Same(stopped, none.Explain(stopped));
    }

    private IEnumerable<string> Filled(string word)
    {
        switch (word)
        {
            case "BROKER":
                return ["--broker", $"127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}"];
            case "RUNS":
                return ["--runs", folder];
            case "RETAINED":
                using (var free = new TcpListener(IPAddress.Loopback, 0))
                {
                    free.Start();
                    return ["--folder", folder, "--port", $"{((IPEndPoint)free.LocalEndpoint).Port}"];
                }

            case "PROGRAM":
                var program = Path.Combine(folder, "program.maef");
                File.WriteAllBytes(program, MultiAgentEdge.Host.Fleet.Firmware.FirmwareFolder.Simulated("good", 2 << 16, 0).Bytes);
                return [program];
            case "ACTOR":
                var actor = Path.Combine(folder, "actor.set");
                File.WriteAllBytes(
                    actor,
                    MultiAgentEdge.Host.Missions.Coverage.Coordination.CoverageParameterSet.Build(
                        MultiAgentEdge.Tests.Host.Missions.Coverage.Coordination.CoverageParameterSetTests.Policy(seed: 5), [0, 0], 1));
                return [actor];
            case "RECORD":
                var path = Path.Combine(folder, "a.mcap");
                using (var stream = File.Create(path))
                using (var record = new RunRecord(stream))
                {
                    record.Describe([], "lab");
                    record.Wire("mae/1/lab/rover-1/info", "{}"u8);
                    record.Complete();
                }

                return [path];
            case "GRAPH":
                var graph = Path.Combine(folder, "points.txt");
                File.WriteAllText(
                    graph,
                    "60 2\n"
                        + string.Concat(
                            Enumerable
                                .Range(0, 200)
                                .Select(i => FormattableString.Invariant($"{i * 7 % 23} {i * 5 % 19} {1 + (i % 3)}\n"))));
                return [graph];
            default:
                return [word];
        }
    }

    private static IEnumerable<string> Leaves(IEnumerable<Verb> verbs, string before) =>
        verbs.SelectMany(
            verb => (verb.IsGroup ? Array.Empty<string>() : [before + verb.Name]).Concat(Leaves(verb.Children, before + verb.Name + " ")));

    private sealed class DeafVerb(string runs, ManualResetEventSlim release) : Verb
    {
        public RunFolder? Run { get; private set; }

        public override string Name => "deaf";

        public override string Summary => "Listens to nobody.";

        public override IReadOnlyList<(string Line, string What)> Examples => [];

        public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
        {
            Run = RunFolder.Create(runs, "deaf", DateTimeOffset.UnixEpoch);
            Run.Write("run.json", new JsonObject { ["state"] = "running" });
            release.Wait(CancellationToken.None);
            return Task.FromResult(new VerbResult([]));
        }
    }
}
