using System.Net.Sockets;
using System.Net;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>What <c>mae doctor --fleet</c> and every other verb say of a broker that does not do what it should: each cause by its name,
/// and never another one.</summary>
public sealed class BrokerCauseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae cause ").FullName;
    private readonly List<IDisposable> brokers = [];

    public void Dispose()
    {
        foreach (var broker in brokers)
            broker.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_open_broker_is_well() => Assert.Equal((ExitCode.Ok, null), await Doctor(Start(), ""));

    [Fact]
    public async Task No_machine_and_nobody_who_listens()
    {
        await Is("name_not_found", 1883, host: "no-such-machine.invalid");
        await Is("refused", 1);
    }

    [Fact]
    public async Task Something_that_is_no_broker()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var end = new CancellationTokenSource();
        var web = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                using var client = await listener.AcceptTcpClientAsync(end.Token);
                await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), end.Token);
            }
        }, TestContext.Current.CancellationToken);
        await Is("not_mqtt", ((IPEndPoint)listener.LocalEndpoint).Port);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => web);
    }

    /// <summary>MQTT 3.1.1, 3.1.2.2: a server may answer a level that it does not speak with return code 1, or hang up.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broker_that_speaks_neither_MQTT_5_nor_3_1_1(bool answers)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var end = new CancellationTokenSource();
        var old = Task.Run(async () =>
        {
            var packet = new byte[512];
            while (!end.IsCancellationRequested)
            {
                using var client = await listener.AcceptTcpClientAsync(end.Token);
                var stream = client.GetStream();
                // Fixed header (short packets: 2 bytes), "MQTT" with its length (6), level.
                if (await stream.ReadAtLeastAsync(packet, 9, throwOnEndOfStream: false, end.Token) < 9)
                    continue;
                byte[] answer = packet[8] == 4 || answers ? [0x20, 2, 0, 1] : [];
                await stream.WriteAsync(answer, end.Token);
            }
        }, TestContext.Current.CancellationToken);
        await Is("protocol_version", ((IPEndPoint)listener.LocalEndpoint).Port);
        await end.CancelAsync();
        // Between two clients it ends by itself.
        await old.ContinueWith(
            ended => Assert.False(ended.IsFaulted, $"{ended.Exception}"), TestContext.Current.CancellationToken,
            TaskContinuationOptions.None, TaskScheduler.Default);
    }

    [Fact]
    public async Task Tls_where_none_is_and_none_where_tls_is()
    {
        var tls = Tls("127.0.0.1");
        await Is("no_tls_here", Start(), $"ca_file: {tls.CaFile}");
        var secured = StartTls(tls);
        await Is("tls_expected", secured);
        Assert.Equal((ExitCode.Ok, null), await Doctor(secured, $"ca_file: {tls.CaFile}"));
    }

    /// <summary>Whoever listens where TLS was wanted gets no password for it.</summary>
    [Fact]
    public async Task Finding_out_gives_no_password_away()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var heard = new MemoryStream();
        using var end = new CancellationTokenSource();
        var spy = Task.Run(async () =>
        {
            var packet = new byte[4096];
            while (!end.IsCancellationRequested)
            {
                using var client = await listener.AcceptTcpClientAsync(end.Token);
                var count = await client.GetStream().ReadAsync(packet, end.Token);
                heard.Write(packet, 0, count);
                // No TLS, and a CONNACK for whoever tries without.
                if (count > 0 && packet[0] == 0x10)
                    await client.GetStream().WriteAsync(new byte[] { 0x20, 3, 0, 0, 0 }, end.Token);
            }
        }, TestContext.Current.CancellationToken);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await Is("no_tls_here", port, $"ca_file: {Tls("127.0.0.1").CaFile}\n{Login("host", "the-secret-word")}");
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => spy);
        Assert.DoesNotContain("the-secret-word", System.Text.Encoding.Latin1.GetString(heard.ToArray()), StringComparison.Ordinal);
        Assert.NotEqual(0, heard.Length);
    }

    [Fact]
    public async Task Certificates_that_are_old_or_early_or_anothers_or_of_an_unknown_authority()
    {
        var old = Tls("127.0.0.1", years: -11);
        await Is("certificate_expired", StartTls(old), $"ca_file: {old.CaFile}");
        var early = Tls("127.0.0.1", years: 1);
        await Is("certificate_expired", StartTls(early), $"ca_file: {early.CaFile}");
        var other = Tls("10.1.2.3");
        var port = StartTls(other);
        await Is("other_host", port, $"ca_file: {other.CaFile}");
        await Is("unknown_authority", port, $"ca_file: {Tls("127.0.0.1").CaFile}");
    }

    [Fact]
    public async Task Passwords_and_rights()
    {
        Lanes.RequireMosquitto();
        var security = BrokerSecurity.Write(
            Path.Combine(folder, "security"), "lab", ("host", "right"), new Dictionary<string, string> { ["rover-1"] = "its-own" });
        var port = Start(new MosquittoBrokerOptions { IsDurable = false, Security = security });
        await Is("not_authorised", port);
        await Is("wrong_password", port, Login("host", "wrong"));
        await Is("wrong_password", port, Login("nobody", "right"));
        // May connect, and may not do a host's work: other verbs hear nobody.
        Assert.Equal((ExitCode.Failed, "not_authorised"), await Doctor(port, Login("rover-1", "its-own")));
        Assert.Equal((ExitCode.Ok, null), await Doctor(port, Login("host", "right")));
    }

    [Theory]
    [InlineData("message_size_limit 300")]
    [InlineData("max_packet_size 300")]
    public async Task A_broker_that_takes_no_chunk(string line)
    {
        var port = Start(new MosquittoBrokerOptions { IsDurable = false, Lines = [line] });
        await Is("message_too_large", port);
        var fleet = Fleet(port, "");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sim = CliRun.Of(end.Token, "sim", "--fleet", fleet);
        var push = await CliRun.Of("push", "--fleet", fleet, "--runs", folder, "--json");
        Assert.Equal((ExitCode.Rejected, "message_too_large"), (push.Code, push.Json.GetProperty("cause").GetString()));
        Assert.Contains("MAE428", push.Error, StringComparison.Ordinal);
        await end.CancelAsync();
        await sim;
    }

    private async Task Is(string cause, int port, string entry = "", string host = "127.0.0.1")
    {
        var (code, found) = await Doctor(port, entry, host);
        Assert.Equal((cause, ExitCode.Failed), (found, code));
        if (cause is "message_too_large")
            return;
        var verb = await CliRun.Of("status", "--fleet", Fleet(port, entry, host), "--json");
        Assert.Equal(ExitCode.Unreachable, verb.Code);
        Assert.DoesNotContain(
            cause == "refused" ? "password" : "Start a broker", verb.Json.GetProperty("error").GetProperty("what").GetString(),
            StringComparison.Ordinal);
    }

    private async Task<(int Code, string? Cause)> Doctor(int port, string entry, string host = "127.0.0.1")
    {
        var run = await CliRun.Of("doctor", "--fleet", Fleet(port, entry, host), "--json", "--timeout", "10");
        var broker = run.Json.GetProperty("broker");
        Assert.Equal(broker.GetProperty("cause").GetString() is null ? "ok" : "problem", broker.GetProperty("status").GetString());
        return (run.Code, broker.GetProperty("cause").GetString());
    }

    private string Fleet(int port, string entry, string host = "127.0.0.1")
    {
        var path = Path.Combine(folder, "fleet.yaml");
        File.WriteAllText(
            path,
            $"fleet: lab\nbroker:\n  host: {host}\n  port: "
            + $"{port}\n{string.Concat(entry.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"  {line}\n"))}");
        return path;
    }

    private string Login(string user, string password)
    {
        var path = Path.Combine(folder, "password");
        File.WriteAllText(path, password + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return $"user: {user}\npassword_file: {path}";
    }

    private BrokerTls Tls(string host, int years = 0) =>
        BrokerTlsFiles.Write(Path.Combine(folder, Guid.NewGuid().ToString("N")), [host], DateTimeOffset.UtcNow.AddYears(years));

    private int StartTls(BrokerTls tls) => Start(new MosquittoBrokerOptions
    {
        IsDurable = false,
        Lines = [$"certfile {tls.CertificateFile}", $"keyfile {tls.KeyFile}"],
    });

    private int Start(MosquittoBrokerOptions? options = null)
    {
        Lanes.RequireMosquitto();
        var broker = MosquittoBroker.Start(options ?? new MosquittoBrokerOptions { IsDurable = false });
        brokers.Add(broker);
        return broker.Port;
    }
}
