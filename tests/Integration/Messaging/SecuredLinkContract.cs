using System.Text;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>Row "unauthorised client" of the fault table, for each client with a network: anonymous, wrong password, another rover's
/// topics, #.</summary>
public abstract class SecuredLinkContract : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly List<IMessageLink> _links = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("mae-test-").FullName;
    private readonly Dictionary<string, string> _passwords = new() { ["rover-1"] = BrokerSecurity.NewPassword(),
        ["rover-2"] = BrokerSecurity.NewPassword() };
    private (IDisposable Broker, int Port)? _broker;

    [Theory]
    [InlineData(null, null)]
    [InlineData("rover-1", "wrong")]
    [InlineData("nobody", "wrong")]
    public void A_client_without_the_right_password_is_told_why_MQTT_3_2_2_2(string? user, string? password)
    {
        var error = Assert.Throws<MessagingException>(() => Connect("x", user, password));
        Assert.Equal("MAE403", error.Code);
        Assert.Contains("authori", error.Message, StringComparison.OrdinalIgnoreCase);
        if (password is not null)
            Assert.DoesNotContain(password, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_publish_on_another_rovers_topic_reaches_nobody_and_is_counted_with_its_reason_MQTT_3_4_2_1()
    {
        var host = Connect("host", "host", HostPassword);
        host.Subscribe("mae/1/fleet/#", QualityOfService.AtLeastOnce);
        var rover = Connect("rover-2", "rover-2", _passwords["rover-2"]);
        Assert.True(rover.TryPublish("mae/1/fleet/rover-1/state", "fake"u8, QualityOfService.AtLeastOnce, retain: false));
        Assert.True(SpinWait.SpinUntil(() => rover.Refused == 1, _patience));
        Assert.True(rover.TryPublish("mae/1/fleet/rover-2/param/desired", "fake"u8, QualityOfService.AtLeastOnce, retain: false));
        Assert.True(rover.TryPublish("mae/1/fleet/rover-2/state", "true"u8, QualityOfService.AtLeastOnce, retain: false));
        Assert.Equal("true", Next(host));
        Assert.True(SpinWait.SpinUntil(() => rover.Refused == 2, _patience), $"{rover.Refused} refused");
        Assert.Contains("mae/1/fleet/rover-2/param/desired", rover.LastRefusal, StringComparison.Ordinal);
        Assert.Contains("uthori", rover.LastRefusal, StringComparison.Ordinal);
        Assert.False(host.WaitForMessage(TimeSpan.FromMilliseconds(150)));
    }

    [Fact]
    public void A_rover_that_asks_for_everything_hears_no_orders_but_its_own()
    {
        var host = Connect("host", "host", HostPassword);
        var spy = Connect("rover-2", "rover-2", _passwords["rover-2"]);
        foreach (string filter in new[] { "#", "mae/1/fleet/#", "mae/1/fleet/rover-1/dual", "mae/1/fleet/rover-2/dual" })
            TrySubscribe(spy, filter);
        Assert.True(host.TryPublish("mae/1/fleet/rover-1/dual", "secret"u8, QualityOfService.AtLeastOnce, retain: true));
        Assert.True(host.TryPublish("mae/1/fleet/rover-2/dual", "mine"u8, QualityOfService.AtLeastOnce, retain: false));

        // One copy for each subscription that selects it (MQTT 5, 3.3.4), and nothing else.
        do
            Assert.Equal("mine", Next(spy));
        while (spy.WaitForMessage(TimeSpan.FromMilliseconds(150)));
    }

    [Fact]
    public void Where_the_others_are_every_rover_may_hear_and_no_more()
    {
        var looker = Connect("rover-2", "rover-2", _passwords["rover-2"]);
        looker.Subscribe("mae/1/fleet/+/state", QualityOfService.AtLeastOnce);
        foreach (string filter in new[] { "mae/1/fleet/+/tele", "mae/1/fleet/rover-1/info" })
            TrySubscribe(looker, filter);
        var other = Connect("rover-1", "rover-1", _passwords["rover-1"]);
        foreach (string leaf in new[] { "tele", "info", "state" })
        {
            Assert.True(
                other.TryPublish($"mae/1/fleet/rover-1/{leaf}", Encoding.UTF8.GetBytes(leaf), QualityOfService.AtLeastOnce, retain: false));
        }

        Assert.Equal("state", Next(looker));
        Assert.False(looker.WaitForMessage(TimeSpan.FromMilliseconds(150)));
    }

    /// <summary>A broker lets go of the first of two clients of one id: 62 times in 12 s, before the id could not be said without the
    /// password.</summary>
    [Fact]
    public void Another_rovers_credential_cannot_say_this_ones_client_id()
    {
        var rover = Connect(ClientName.Of("fleet", "rover-1", _passwords["rover-1"]), "rover-1", _passwords["rover-1"]);
        string[] tried = [ClientName.Of("fleet", "rover-1", null), ClientName.Of("fleet", "rover-1", _passwords["rover-2"]),
            "fleet-rover-1", "rover-1"];
        foreach (var id in tried)
        {
            // A broker that binds ids to users refuses those that look like rover-1's.
            if (BindsIds && ClientIds.RoverOf(id) is not null)
                Assert.Equal("MAE403", Assert.Throws<MessagingException>(() => Connect(id, "rover-2", _passwords["rover-2"])).Code);
            else
                Assert.True(Connect(id, "rover-2", _passwords["rover-2"]).IsConnected);
        }

        Assert.True(rover.IsConnected);
        Assert.True(rover.TryPublish("mae/1/fleet/rover-1/state", "here"u8, QualityOfService.AtLeastOnce, retain: true));
    }

    [Fact]
    public void Host_and_rover_do_what_they_are_for()
    {
        var host = Connect("host", "host", HostPassword);
        var rover = Connect("rover-1", "rover-1", _passwords["rover-1"]);
        foreach (string leaf in new[] { "dual", "cmd", "param/desired", "param/chunk" })
        {
            rover.Subscribe($"mae/1/fleet/rover-1/{leaf}", QualityOfService.AtLeastOnce);
            host.TryPublish($"mae/1/fleet/rover-1/{leaf}", Encoding.UTF8.GetBytes(leaf), QualityOfService.AtLeastOnce, retain: false);
            Assert.Equal(leaf, Next(rover));
        }

        foreach (string leaf in new[] { "state", "info", "tele", "plan", "ack", "log", "param/reported" })
        {
            host.Subscribe($"mae/1/fleet/+/{leaf}", QualityOfService.AtLeastOnce);
            rover.TryPublish($"mae/1/fleet/rover-1/{leaf}", Encoding.UTF8.GetBytes(leaf), QualityOfService.AtLeastOnce, retain: false);
            Assert.Equal(leaf, Next(host));
        }

        Assert.Equal(0, rover.Refused + host.Refused);
    }

    public void Dispose()
    {
        foreach (var link in _links)
            link.Dispose();
        _broker?.Broker.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected abstract IMessageLink CreateClient();

    /// <summary>Starts the broker; skips where it is not there.</summary>
    protected abstract (IDisposable Broker, int Port) StartBroker(BrokerSecurity security);

    protected abstract bool BindsIds { get; }

    private string HostPassword { get; } = BrokerSecurity.NewPassword();

    private IMessageLink Connect(string id, string? user, string? password)
    {
        var link = CreateClient();
        _links.Add(link);
        _broker ??= StartBroker(BrokerSecurity.Write(_folder, "fleet", ("host", HostPassword), _passwords));
        link.Connect(new LinkOptions { ClientId = id, Port = _broker.Value.Port, User = user, Password = password });
        return link;
    }

    // Whether a broker refuses such a subscription or grants it and delivers nothing is its own affair.
    private static void TrySubscribe(IMessageLink link, string filter)
    {
        try
        {
            link.Subscribe(filter, QualityOfService.AtLeastOnce);
        }
        catch (MessagingException e)
        {
            Assert.Equal("MAE404", e.Code);
        }
    }

    private static string Next(IMessageLink link)
    {
        Assert.True(link.WaitForMessage(_patience), "no message");
        Assert.True(link.TryReceive(out var message));
        return Encoding.UTF8.GetString(message.Payload);
    }
}
