using MQTTnet;
using MQTTnet.Protocol;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>The same attacks on a broker of our own, by the same files.</summary>
public sealed class MqttNetBrokerSecurityTests : SecuredLinkContract
{
    private const MqttQualityOfServiceLevel Once = MqttQualityOfServiceLevel.AtLeastOnce;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected override bool BindsIds => true;

    /// <summary>Subscriptions belong to a session, and a session to whoever says its id: what was granted to the host is not delivered to a
    /// rover that takes its session over.</summary>
    [Fact]
    public async Task Another_users_session_is_not_taken_over_with_what_it_may_hear()
    {
        var folder = Directory.CreateTempSubdirectory("mae-test-");
        try
        {
            var (host, rover) = (BrokerSecurity.NewPassword(), BrokerSecurity.NewPassword());
            var passwords = new Dictionary<string, string> { ["rover-2"] = rover };
            var security = BrokerSecurity.Write(folder.FullName, "fleet", ("host", host), passwords);
            using var broker = MqttNetBroker.Start(new MqttNetBrokerOptions { Security = security });
            using var first = await Client("tool", "host", host, broker.Port);
            await first.SubscribeAsync("mae/1/fleet/#", Once, Cancel);
            var heard = new List<string>();
            using var thief = await Client("tool", "rover-2", rover, broker.Port, heard);
            using var publisher = await Client("other", "host", host, broker.Port);
            foreach (var topic in new[] { "mae/1/fleet/rover-1/dual", "mae/1/fleet/rover-2/dual" })
                await publisher.PublishStringAsync(topic, "secret", Once, false, Cancel);

            // What it may hear comes after what it may not.
            await thief.SubscribeAsync("mae/1/fleet/rover-2/cmd", Once, Cancel);
            await publisher.PublishStringAsync("mae/1/fleet/rover-2/cmd", "mine", Once, false, Cancel);
            bool Has(string topic)
            {
                lock (heard)
                    return heard.Contains(topic);
            }

            Assert.True(SpinWait.SpinUntil(() => Has("mae/1/fleet/rover-2/cmd"), TimeSpan.FromSeconds(60)), "not even its own");
            Assert.False(Has("mae/1/fleet/rover-1/dual"), "another rover's orders");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    protected override IMessageLink CreateClient() => new MqttNetLink();

    protected override (IDisposable Broker, int Port) StartBroker(BrokerSecurity security)
    {
        var broker = MqttNetBroker.Start(new MqttNetBrokerOptions { Security = security });
        return (broker, broker.Port);
    }

    // Not by a link of ours: that one begins every session clean.
    private static async Task<IMqttClient> Client(string id, string user, string password, int port, List<string>? heard = null)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += message =>
        {
            if (heard is null)
                return Task.CompletedTask;
            lock (heard)
                heard.Add(message.ApplicationMessage.Topic);
            return Task.CompletedTask;
        };
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId(id).WithCredentials(user, password)
            .WithCleanSession(false).WithSessionExpiryInterval(600).Build();
        Assert.Equal(MqttClientConnectResultCode.Success, (await client.ConnectAsync(options, Cancel)).ResultCode);
        return client;
    }
}
