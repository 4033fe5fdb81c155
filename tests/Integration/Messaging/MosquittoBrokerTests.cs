using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

public sealed class MosquittoBrokerTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("mae-test-").FullName;

    [Fact]
    public void Starts_on_a_free_loopback_port_and_leaves_nothing_behind()
    {
        Lanes.RequireMosquitto();
        string folder;
        int processId;
        int port;
        using (var broker = MosquittoBroker.Start())
        {
            (folder, port, processId) = (broker.Folder, broker.Port, broker.ProcessId!.Value);
            Assert.True(Accepts(port));
            Assert.True(IsRunning(processId));
        }

        Assert.False(Directory.Exists(folder));
        Assert.False(IsRunning(processId));
        Assert.False(Accepts(port));
    }

    [Fact]
    public void Two_brokers_take_two_ports()
    {
        Lanes.RequireMosquitto();
        using var one = MosquittoBroker.Start();
        using var two = MosquittoBroker.Start();
        Assert.NotEqual(one.Port, two.Port);
    }

    [Fact]
    public void Acknowledged_retained_messages_outlive_kill_9()
    {
        Lanes.RequireMosquitto();
        using var broker = MosquittoBroker.Start();
        using (var link = new MqttNetLink())
        {
            link.Connect(Options("s", broker));
            for (int i = 0; i < 10; i++)
            {
                link.TryPublish(
                    $"mae/1/f/rover-{i}/param/desired", Encoding.UTF8.GetBytes($"{i}"), QualityOfService.AtLeastOnce, retain: true);
            }

            // Disconnect returns when all are acknowledged; the database follows within a second, or when the machine finds the time.
            link.Disconnect();
        }

        var database = Path.Combine(broker.Folder, "mosquitto.db");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(database) && HasSaved(database), _patience), "the database was not saved");
        broker.Kill();
        Assert.Null(broker.ProcessId);
        broker.Restart();
        using var reader = new MqttNetLink();
        reader.Connect(Options("r", broker));
        reader.Subscribe("mae/1/f/#", QualityOfService.AtLeastOnce);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(reader.WaitForMessage(_patience), $"message {i} is gone");
            Assert.True(reader.TryReceive(out var message));
            Assert.True(message.Retained);
        }
    }

    [Fact]
    public void A_zero_filled_database_is_put_aside()
    {
        Lanes.RequireMosquitto();
        File.WriteAllBytes(Path.Combine(_folder, "mosquitto.db"), new byte[4096]);
        using var broker = MosquittoBroker.Start(new MosquittoBrokerOptions { Folder = _folder });
        Assert.True(Accepts(broker.Port));
        Assert.Equal(Path.Combine(_folder, "mosquitto.db.broken"), broker.BrokenDatabase);
        Assert.True(File.Exists(broker.BrokenDatabase));
    }

    [Fact]
    public void A_taken_port_is_reported_with_the_log()
    {
        Lanes.RequireMosquitto();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var error = Assert.Throws<MessagingException>(
            () => MosquittoBroker.Start(new MosquittoBrokerOptions { Folder = _folder, Port = port }));
        Assert.Equal("MAE410", error.Code);
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_is_no_broker_is_reported_within_the_timeout()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs /bin/sh");
        var options = new MosquittoBrokerOptions { Folder = _folder, Program = "/bin/true", StartTimeout = _patience };
        Assert.Equal("MAE410", Assert.Throws<MessagingException>(() => MosquittoBroker.Start(options)).Code);
    }

    [Fact]
    public void A_parent_that_lets_go_of_the_pipe_ends_the_child()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs /bin/sh");
        var process = GuardedProcess.Start("/bin/sleep", "600");
        int processId = process.ProcessId;
        Assert.True(IsRunning(processId));
        process.Dispose();
        Assert.True(SpinWait.SpinUntil(() => !IsRunning(processId), _patience));
    }

    [Fact]
    public void Speaks_TLS_to_those_who_trust_its_authority_and_to_nobody_else()
    {
        Lanes.RequireMosquitto();
        var tls = BrokerTlsFiles.Write(_folder, ["127.0.0.1", "localhost"], DateTimeOffset.UtcNow);
        var strangers = BrokerTlsFiles.Write(Path.Combine(_folder, "strangers"), ["127.0.0.1"], DateTimeOffset.UtcNow);
        string password = BrokerSecurity.NewPassword();
        var security = BrokerSecurity.Write(_folder, "f", ("host", password), new Dictionary<string, string>(), tls);
        using var broker = MosquittoBroker.Start(new MosquittoBrokerOptions { Security = security });
        using var link = new MqttNetLink();
        var options = Options("host", broker) with { User = "host", Password = password };
        link.Connect(options with { CaFile = tls.CaFile });
        link.Subscribe("mae/1/f/x", QualityOfService.AtLeastOnce);
        link.TryPublish("mae/1/f/x", "hello"u8, QualityOfService.AtLeastOnce, retain: false);
        Assert.True(link.WaitForMessage(_patience));
        Assert.Throws<MessagingException>(() => link.Connect(options with { CaFile = strangers.CaFile }));
        Assert.Throws<MessagingException>(() => link.Connect(options with { ConnectTimeout = TimeSpan.FromSeconds(1) }));
        Assert.Equal("MAE408", Assert.Throws<MessagingException>(() => link.Connect(options with { CaFile = "/nowhere/ca.pem" })).Code);
    }

    [Fact]
    public void Secrets_are_hashed_and_private()
    {
        string password = BrokerSecurity.NewPassword();
        var security = BrokerSecurity.Write(
            _folder, "f", ("host", password), new Dictionary<string, string> { ["rover-1"] = "secret-of-rover-1" });
        string text = File.ReadAllText(security.PasswordFile);
        Assert.Contains("rover-1:$", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-rover-1", text, StringComparison.Ordinal);
        Assert.DoesNotContain(password, text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(security.AclFile));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool HasSaved(string database)
    {
        Thread.Sleep(50);
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(database));
        return Enumerable.Range(0, 10).All(i => text.Contains($"rover-{i}/param/desired", StringComparison.Ordinal));
    }

    private static LinkOptions Options(string clientId, MosquittoBroker broker) => new() { ClientId = clientId, Port = broker.Port };

    private static bool Accepts(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
