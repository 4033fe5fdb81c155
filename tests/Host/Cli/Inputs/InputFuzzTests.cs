using System.Text;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Coverage.Run;
using MultiAgentEdge.Host.Missions.Coverage.Training;
using MultiAgentEdge.Host.Missions.Delivery.Graph;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Host.Cli.Inputs;

/// <summary>Whatever stands in a file: it is read, or an error says which file and where. Nothing else is thrown, so nothing is
/// MAE999.</summary>
public sealed class InputFuzzTests : IDisposable
{
    private const string Plants =
        """
        fleet: yard
        period_s: 0.25
        broker: { host: "127.0.0.1", port: 1883 }
        rovers:
          - { name: rover-1, reference_m: 0, position_min_m: 0, position_max_m: 0.5, plant: { a: [0.9, 0.35, 0, 1.1], b: [0.0813, 0.2], disturbance_min: -0.1 } }
          - { name: rover-2, body: linear, start: { x_m: 1, y_m: 2, heading_rad: 0.5 } }
        formation:
          distances:
            - { from: rover-1, to: rover-2, distance_m: -2 }

        """;

    private const string Graph =
        """
        name: yard
        depot: home
        nodes:
          - { name: home, x_m: 0, y_m: 0 }
          - { name: gate, x_m: 3, y_m: 0.4, score: 2 }
          - { name: pond, x_m: 0.5, y_m: -2 }
        edges: [[home, gate], [gate, pond], { from: pond, to: home, one_way: yes }]
        limits: { time_s: 60, battery: 0.8 }
        vehicle: { model: unicycle, speed_max_m_s: 0.6, conservative_speed_m_s: 0.3, acceleration_max_m_s2: 0.3, yaw_rate_max_rad_s: 1 }
        first_routes: [[home, gate, pond, home]]

        """;

    // Rebuilt from the attack that took 6 GB: one coordinate of 2^31.
    private const string OpLib =
        "NAME : t\nTYPE : OP\nDIMENSION : 3\nCOST_LIMIT : 30\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 3 4\n3 6 "
        + "1\nNODE_SCORE_SECTION\n1 0\n2 5\n3 4\nDEPOT_SECTION\n1\n-1\nEOF\n";

    private const string Matrix =
        "NAME: m\nTYPE: ATSP\nDIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: FULL_MATRIX\nEDGE_WEIGHT_SECTION\n0 1 2\n3 0 "
        + "4\n5 6 0\nEOF\n";

    private const string Policy =
        """{ "kind": "coverage", "algorithm": "maddpg-scope", "agents": 3, "landmarks": 3, "others": 2, "time_feature": false, "sorted": true, "episode_steps": 25, "initial_separation_m": 0, "actions": "discrete-5", "actors": 1, "actor_sizes": [14, 8, 5] }""";

    private const string Run =
        """{ "verb": "train formation", "state": "running", "checkpoint_every_samples": 100, "options": { "samples": 500, "seed": 1 } }""";

    private readonly string folder = Directory.CreateTempSubdirectory("mae-fuzz-").FullName;

    // Some thousands a second; the long lane is for what a morning finds.
    private static int Rounds => Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 200_000 : 3_000;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Fleet_files() => Fuzz("fleet.yaml", Plants, path =>
    {
        var fleet = FleetFile.Load(path);
        if (fleet.Distances.Count > 0)
            FleetScenario.Options(fleet with { KeyFile = null });
    }, Rounds / 3);

    [Fact]
    public void Graphs_of_yaml() => Fuzz("graph.yaml", Graph, path => GraphFile.LoadGraph(path));

    [Theory]
    [InlineData(OpLib)]
    [InlineData(Matrix)]
    [InlineData("30 2\n0 0 0\n3 4 1\n6 1 5\n")]
    [InlineData("n 3\nm 2\ntmax 20\n0 0 0\n3 4 1\n6 1 0\n")]
    public void Instances(string text) => Fuzz("graph.oplib", text, path =>
    {
        GraphFile.LoadProblem(path, null);
        GraphFile.LoadGraph(path);
    });

    [Fact]
    public void Policies() => Fuzz("policy.json", Policy, _ => CoveragePolicyFolder.Read(folder));

    [Fact]
    public void Sets_of_an_actor() => Fuzz("actor.set", Policy, path => CoveragePolicySource.Read(path));

    [Fact]
    public void Run_folders() => Fuzz("run.json", Run, _ =>
    {
        using var held = TrainingFolder.Resume(
            folder, "train formation", new TrainingLength("samples", "--samples", null, _ => 30_000),
            new VerbContext(false, TimeSpan.FromMinutes(1), TextWriter.Null, TextWriter.Null, TestContext.Current.CancellationToken));
    });

    [Fact]
    public void Parameter_sets() => Fuzz("rover.maep", "MAEP 1 2 3", path => ParameterFile.Load(path));

    [Fact]
    public void Password_and_key_files() => Fuzz("secret", new string('a', 64) + "\n", path =>
    {
        new BrokerEntry { PasswordFile = path }.ToLinkOptions("x", TimeSpan.FromSeconds(1));
        new FleetFile { KeyFile = path }.Keys();
    });

    [Fact]
    public async Task Secrets()
    {
        var fuzz = new FuzzedText(7);
        for (var round = 0; round < 200; round++)
        {
            var path = Write(
                "secrets", fuzz.NextBytes("wifi_password=correct horse\nbroker_password=battery staple\n# note\n"u8.ToArray()));
            var run = await CliRun.Of(
                "provision", "--port", "sim", "--name", "rover-1", "--wifi-ssid", "lab", "--secrets", path, "--dry-run", "--json");
            Assert.True(run.Code is ExitCode.Ok or ExitCode.Usage or ExitCode.Configuration, $"{run.Code} {run.Error}");
        }
    }

    [Theory]
    [InlineData("fleet: a\nrovers:\n  - { name: rover-1, plant: { a: [0.9, 0.35, 0, 1.1], b: [65535, 0.21] } }\n", "MAE216", "3:59", "65535")]
    [InlineData("fleet: a\nrovers:\n  - { name: rover-1, plant: { a: [0.9, 0.35, 0, 1.1], b: [0.08, 1e-300] } }\n", "MAE216", "3:65", "1E-300")]
    [InlineData("fleet: a\nrovers:\n  - { name: rover-1, plant: { a: [40, 0.35, 0, 1.1], b: [0.08, 0.2] } }\n", "MAE216", "3:35", "40")]
    public void A_plant_that_nobody_can_drive_is_named_with_its_number(string text, string code, string place, string number)
    {
        var path = Write("fleet.yaml", text);
        var error = Assert.Throws<MaeException>(() => FleetFile.Load(path));

        Assert.Equal((ExitCode.Configuration, code), (error.ExitCode, error.Code));
        Assert.Contains($"{path}:{place}", error.Message);
        Assert.Contains($"is {number}, in", error.Message);
    }

    [Fact]
    public void Nodes_without_a_name_are_named_by_their_place()
    {
        var path = Write("two.yaml", "nodes:\n  - {nam: depot, x_m: 0, y_m: 0}\n  - {nam: gate, x_m: 6, y_m: 2}\n");

        var error = Assert.Throws<MaeException>(() => GraphFile.LoadGraph(path));

        Assert.Contains($"{path}:2:5", error.Message);
        Assert.Contains($"{path}:3:5", error.Message);
    }

    [Fact]
    public void A_key_that_is_there_twice_is_named_by_its_place()
    {
        Write("policy.json", Policy.Replace("\"landmarks\"", "\n\"agents\"", StringComparison.Ordinal));

        var error = Assert.Throws<MaeException>(() => CoveragePolicyFolder.Read(folder));

        Assert.Equal("MAE522", error.Code);
        Assert.Contains("2:1: the key \"agents\" is there twice", error.Message);
    }

    [Theory]
    [InlineData("1 0 2147483648")]
    [InlineData("1 0 1e300")]
    [InlineData("1 -99999999 0")]
    public void A_coordinate_far_away_is_refused_before_anything_is_made_for_it(string node)
    {
        var path = Write("far.oplib", OpLib.Replace("1 0 0", node, StringComparison.Ordinal));
        var allocated = Allocations.Least(() => Assert.Equal("MAE250", Assert.Throws<MaeException>(() => GraphFile.LoadGraph(path)).Code));
        Assert.InRange(allocated, 0, 4 << 20);
    }

    [Fact]
    public void A_slow_vehicle_with_short_periods_is_refused_too()
    {
        var path = Write(
            "slow.yaml",
            Graph.Replace("conservative_speed_m_s: 0.3", "conservative_speed_m_s: 0.001, period_s: 0.01", StringComparison.Ordinal));

        Assert.Equal("MAE250", Assert.Throws<MaeException>(() => GraphFile.LoadGraph(path)).Code);
    }

    [Fact]
    public void A_matrix_that_is_announced_but_not_there_takes_no_memory()
    {
        var path = Write("empty.tsp", Matrix.Replace("DIMENSION: 3", "DIMENSION: 8000", StringComparison.Ordinal));
        var allocated = Allocations.Least(
            () => Assert.Equal("MAE246", Assert.Throws<MaeException>(() => GraphFile.LoadProblem(path, null)).Code));
        Assert.InRange(allocated, 0, 4 << 20);
    }

    [Fact]
    public void A_file_without_an_end_is_not_read_to_it()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "no such device here");

        Assert.Equal("MAE249", Assert.Throws<MaeException>(() => GraphFile.LoadProblem("/dev/zero", null)).Code);
        Assert.Equal("MAE249", Assert.Throws<MaeException>(() => ParameterFile.Load("/dev/zero")).Code);
        Assert.Equal("MAE249", Assert.Throws<MaeException>(() => FleetFile.Load("/dev/zero")).Code);
    }

    [Fact]
    public void A_password_that_others_may_read_is_refused_like_a_key()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes are those of Unix");
        var path = Write("password", "secret\nsecond line\n");
        LinkPassword(path);
        foreach (var open in new[] { UnixFileMode.OtherRead, UnixFileMode.GroupRead, UnixFileMode.OtherWrite })
        {
            SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | open);
            var error = Assert.Throws<MaeException>(() => LinkPassword(path));
            Assert.Equal((ExitCode.Configuration, "MAE217"), (error.ExitCode, error.Code));
            Assert.Contains("chmod 600", error.Next);
            Assert.DoesNotContain("secret", error.Message);
        }

        SetMode(path, UnixFileMode.UserRead);
        Assert.Equal("secret", LinkPassword(path));
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    private static string? LinkPassword(string path) =>
        new BrokerEntry { PasswordFile = path }.ToLinkOptions("x", TimeSpan.FromSeconds(1)).Password;

    private void Fuzz(string name, string text, Action<string> read, int? rounds = null)
    {
        var fuzz = new FuzzedText(20261130);
        for (var round = 0; round < (rounds ?? Rounds); round++)
        {
            var bytes = round == 0 ? Encoding.UTF8.GetBytes(text) : fuzz.NextBytes(Encoding.UTF8.GetBytes(text));
            var path = Write(name, bytes);
            try
            {
                read(path);
            }
            catch (MaeException error)
            {
                Assert.True(error.ExitCode is ExitCode.Configuration or ExitCode.Rejected or ExitCode.Usage, error.Message);
                Assert.NotEqual("MAE999", error.Code);
            }
            catch (Exception error)
            {
                Assert.Fail($"{error}\n---\n{Encoding.Latin1.GetString(bytes)}");
            }
        }
    }

    private string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
