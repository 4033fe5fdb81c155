using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Tests.Host.Fleet;

public sealed class FleetSecurityTests : IDisposable
{
    private static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("mae security ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_file_is_for_its_owner_alone_and_no_password_stands_where_the_broker_reads()
    {
        var security = Make("r1", "r2");
        var files = Directory.GetFiles(security.Folder, "*", SearchOption.AllDirectories);
        Assert.Equal(12, files.Length);
        foreach (var file in files)
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.NotEqual(security.PasswordOf("r1"), security.PasswordOf("r2"));
        Assert.All(
            new[] { security.Broker.PasswordFile, security.Broker.AclFile, security.MosquittoFile },
            file => Assert.False(
                File.ReadAllText(file).Contains(security.PasswordOf("r1"), StringComparison.Ordinal)
                || File.ReadAllText(file).Contains(security.StrangersPassword, StringComparison.Ordinal)));
        Assert.Contains(
            Convert.ToHexStringLower(FleetKeys.Load(security.KeyFile).KeyOf("r1")), File.ReadAllText(security.SecretsOf("r1")),
            StringComparison.Ordinal);
        Assert.DoesNotContain("secrets-of", security.ProvisionLine("r1"), StringComparison.Ordinal);
        Assert.Contains($"'{security.SecretsOf("r1")}'", security.ProvisionLine("r1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_time_secrets_stay_a_new_rover_gets_its_own_and_one_that_left_has_none()
    {
        var first = Make("r1", "r2");
        var (one, two) = (first.PasswordOf("r1"), first.PasswordOf("r2"));
        var (key, certificate) = (File.ReadAllText(first.KeyFile), File.ReadAllText(first.Broker.Tls!.CertificateFile));
        var second = Make("r2", "r3");
        Assert.Equal(
            (two, key, certificate),
            (second.PasswordOf("r2"), File.ReadAllText(second.KeyFile), File.ReadAllText(second.Broker.Tls!.CertificateFile)));
        var passwords = MultiAgentEdge.Host.Messaging.PasswordFile.Read(second.Broker.PasswordFile);
        Assert.True(passwords.IsRight("r2", two) && passwords.IsRight("r3", second.PasswordOf("r3")));
        Assert.False(passwords.IsRight("r1", one));
        Assert.Equal("MAE218", Assert.Throws<MaeException>(() => second.PasswordOf("r1")).Code);
        var renewed = FleetSecurity.Make(second.Folder, "lab", ["r2"], ["broker.lan"], 8883, renew: true, Made);
        Assert.NotEqual(certificate, File.ReadAllText(renewed.Broker.Tls!.CertificateFile));
    }

    [Fact]
    public void A_fleet_file_that_names_it_needs_nothing_else_and_what_it_says_itself_counts()
    {
        var security = Make("rover-1", "rover-2", "rover-3");
        var path = Path.Combine(folder, "fleet.yaml");
        File.WriteAllText(path, "fleet: lab\nsecurity: s\n");
        var fleet = FleetFile.Load(path);
        Assert.Equal(
            ("broker.lan", 8883, "host", security.PasswordFile),
            (fleet.Broker.Host, fleet.Broker.Port, fleet.Broker.User, fleet.Broker.PasswordFile));
        Assert.Equal((security.Broker.Tls!.CaFile, security.KeyFile), (fleet.Broker.CaFile, fleet.KeyFile));
        File.WriteAllText(path, "fleet: lab\nsecurity: s\nbroker: {host: 10.0.0.1, port: 9000, user: me}\n");
        fleet = FleetFile.Load(path);
        Assert.Equal(("10.0.0.1", 9000, "me"), (fleet.Broker.Host, fleet.Broker.Port, fleet.Broker.User));
        File.WriteAllText(path, "fleet: garden\nsecurity: s\n");
        Assert.Contains("fleet lab", Assert.Throws<MaeException>(() => FleetFile.Load(path)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, "fleet: lab\nsecurity: elsewhere\n");
        Assert.Equal(("MAE218", ExitCode.Configuration), (Code(path).Code, Code(path).ExitCode));
        foreach (var damaged in new[] { "", "[]", "{}", "{\"fleet\":7,\"host\":1,\"port\":\"x\"}" })
        {
            File.WriteAllText(path, "fleet: lab\nsecurity: s\n");
            File.WriteAllText(Path.Combine(security.Folder, "security.json"), damaged);
            Assert.Equal("MAE218", Code(path).Code);
        }
    }

    private static MaeException Code(string path) => Assert.Throws<MaeException>(() => FleetFile.Load(path));

    private FleetSecurity Make(params string[] rovers) =>
        FleetSecurity.Make(Path.Combine(folder, "s"), "lab", rovers, ["broker.lan", "127.0.0.1"], 8883, renew: false, Made);
}
