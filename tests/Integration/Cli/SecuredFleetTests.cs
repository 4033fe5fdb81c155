using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>From nothing to a secured fleet that drives, by the command line alone: TLS, a password for each rover, access list, signed
/// sets; and what an attacker with one rover's secrets gets out of it.</summary>
public sealed class SecuredFleetTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("mae secured ").FullName;

    private string File => Path.Combine(folder, "fleet.yaml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(OwnBroker.MqttNet)]
    [InlineData(OwnBroker.Mosquitto)]
    public async Task A_fleet_secured_in_one_verb_drives_over_either_broker(string kind)
    {
        var security = await Secure();
        using var broker = Start(kind, security);
        var doctor = await CliRun.Of("doctor", "--fleet", File, "--json");
        Assert.Equal("ok", doctor.Json.GetProperty("broker").GetProperty("status").GetString());
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var rovers = CliRun.Of(end.Token, "sim", "--fleet", File);
        var run = await CliRun.Of("run", "formation", "--fleet", File, "--runs", folder, "--periods", "40", "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Output + run.Error);
        Assert.Equal(3, run.Json.GetProperty("rovers").GetInt32());

        // What rover-2 knows does not move rover-1, nor throw it off.
        using var thief = LinkFactory.Choose().Create();
        var stolen = new LinkOptions
        {
            ClientId = "thief",
            Port = security.Port,
            CaFile = security.Broker.Tls!.CaFile,
            User = "rover-2",
            Password = security.PasswordOf("rover-2"),
        };
        thief.Connect(stolen);
        string[] foreign =
            ["rover-1/cmd", "rover-1/dual", "rover-1/state", "rover-2/cmd", "rover-1/param/desired", "../g/rover-1/cmd"];
        foreach (var topic in foreign)
            Assert.True(thief.TryPublish($"mae/1/s1/{topic}", [1], QualityOfService.AtLeastOnce, retain: true));
        Assert.True(SpinWait.SpinUntil(() => thief.Refused == foreign.Length, Patience), $"{thief.Refused} refused");
        Assert.Equal(BrokerCause.NotAuthorised, thief.RefusalCause);
        if (kind == OwnBroker.MqttNet)
        {
            // Even one who has seen it on the line cannot say another rover's id.
            var id = ClientName.Of("s1", "rover-1", security.PasswordOf("rover-1"));
            using var twin = LinkFactory.Choose().Create();
            Assert.Equal("MAE403", Assert.Throws<MessagingException>(() => twin.Connect(stolen with { ClientId = id })).Code);
        }

        var status = await CliRun.Of("status", "--fleet", File, "--json");
        Assert.True(status.Code == ExitCode.Ok, status.Output + status.Error);
        await end.CancelAsync();
        await rovers;
    }

    [Theory]
    [InlineData(null, null, "not_authorised")]
    [InlineData("host", "wrong", "wrong_password")]
    public async Task Without_the_right_password_nobody_comes_in_and_doctor_says_which(string? user, string? password, string cause)
    {
        var security = await Secure();
        using var broker = Start(OwnBroker.MqttNet, security);
        var other = Path.Combine(folder, "other.yaml");
        var secret = Path.Combine(folder, "secret");
        PrivateFile.Write(secret, $"{password}\n");
        System.IO.File.WriteAllText(other, $"""
            fleet: s1
            broker:
              host: 127.0.0.1
              port: {security.Port}
              ca_file: {security.Broker.Tls!.CaFile}
              {(user is null ? "" : $"user: {user}")}
              {(user is null ? "" : $"password_file: {secret}")}
            """);
        var doctor = await CliRun.Of("doctor", "--fleet", other, "--json");
        Assert.Equal(cause, doctor.Json.GetProperty("broker").GetProperty("cause").GetString());
    }

    /// <summary>Row "unauthorised client" of the fault table: nothing of it is delivered, and the host says within 5 s whose report is
    /// missing.</summary>
    [Fact]
    public async Task A_rover_with_a_wrong_password_is_missed_by_name_within_the_time_that_a_push_is_given()
    {
        var security = await Secure();
        using var broker = Start(OwnBroker.MqttNet, security);
        PrivateFile.Write(security.SecretsOf("rover-3"), "broker_password=wrong\n");
        using var spy = LinkFactory.Choose().Create();
        var host = await System.IO.File.ReadAllLinesAsync(security.PasswordFile, TestContext.Current.CancellationToken);
        spy.Connect(new LinkOptions
        {
            ClientId = "spy",
            Port = security.Port,
            CaFile = security.Broker.Tls!.CaFile,
            User = FleetSecurity.HostUser,
            Password = host[0],
        });
        spy.Subscribe("mae/1/s1/rover-3/state", QualityOfService.AtLeastOnce);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        string[] names = ["rover-1", "rover-2", "rover-3"];
        var rovers = names.Select(name => CliRun.Of(end.Token, "sim", "--rover", name, "--fleet", File)).ToList();
        CliRun status;
        do
            status = await CliRun.Of("status", "--fleet", File, "--json");
        while (status.Json.GetProperty("rovers_there").GetInt32() < 2);
        var push = await CliRun.Of("push", "--fleet", File, "--runs", folder, "--timeout", "5", "--json");
        Assert.True(push.Code == ExitCode.Timeout, push.Output + push.Error);
        var states = push.Json.GetProperty("rovers").EnumerateArray().ToDictionary(
            rover => rover.GetProperty("name").GetString()!, rover => rover.GetProperty("state").GetString());
        Assert.Equal("waiting", states["rover-3"]);
        Assert.Equal(("staged", "staged"), (states["rover-1"], states["rover-2"]));
        Assert.False(spy.TryReceive(out _), "rover-3 was heard");
        await end.CancelAsync();
        await Task.WhenAll(rovers);
    }

    [Fact]
    public async Task A_broker_for_others_without_passwords_is_refused_with_the_way_out()
    {
        var run = await CliRun.Of("broker", "--bind", "0.0.0.0", "--folder", Path.Combine(folder, "b"), "--duration", "0.1", "--json");
        var error = run.Json.GetProperty("error");
        Assert.Equal((ExitCode.Configuration, "MAE418"), (run.Code, error.GetProperty("code").GetString()));
        Assert.Contains("mae fleet secure", error.GetProperty("next").GetString(), StringComparison.Ordinal);
        await Secure();
        run = await CliRun.Of(
            "broker", "--fleet", File, "--bind", "0.0.0.0", "--port", $"{Ports.Free()}", "--folder", Path.Combine(folder, "b"),
            "--duration", "0.1", "--json");
        Assert.Equal((ExitCode.Ok, true), (run.Code, run.Json.GetProperty("is_secured").GetBoolean()));
        run = await CliRun.Of(
            "broker", "--fleet", File, "--port", $"{Ports.Free()}", "--folder", Path.Combine(folder, "b"), "--duration", "0.1");
        Assert.Contains(
            "mae provision --port PORT --fleet-name s1 --name rover-1 --broker-host mqtts://127.0.0.1:", run.Output,
            StringComparison.Ordinal);
    }

    private static IDisposable Start(string kind, FleetSecurity security)
    {
        if (kind == OwnBroker.MqttNet)
            return MqttNetBroker.Start(new MqttNetBrokerOptions { Port = security.Port, Security = security.Broker });
        Lanes.RequireMosquitto();
        return MosquittoBroker.Start(new MosquittoBrokerOptions { Port = security.Port, IsDurable = false, Security = security.Broker });
    }

    private async Task<FleetSecurity> Secure()
    {
        Assert.Equal(ExitCode.Ok, (await CliRun.Of("new", File, "--force")).Code);
        var run = await CliRun.Of(
            "fleet", "secure", "--fleet", File, "--broker-host", "127.0.0.1", "--broker-port", $"{Ports.Free()}", "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Output + run.Error);
        // Once more, and nothing changes.
        var text = await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken);
        Assert.Equal(
            ExitCode.Ok,
            (await CliRun.Of(
                "fleet", "secure", "--fleet", File, "--broker-host", "127.0.0.1", "--broker-port",
                run.Json.GetProperty("broker").GetString()![10..])).Code);
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
        return FleetSecurity.Load(run.Json.GetProperty("folder").GetString()!, "s1");
    }
}
