using System.Buffers;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Somebody inside a broker of our own, who hears what it accepts on some topics and may answer with a message.</summary>
/// <param name="Filter">Topics that it hears.</param>
/// <param name="Answer">Called with one message at a time, on the broker's threads, as if it were not retained; null: no answer.</param>
/// <param name="User">As whom it publishes where there is an access list.</param>
public sealed record BrokerListener(string Filter, Func<Message, Message?> Answer, string? User)
{
    private const string ClientId = "mae.broker";

    internal void Attach(MqttServer server)
    {
        var gate = new object();
        // Last of those who look: what was refused is not heard.
        server.InterceptingPublishAsync += publish =>
        {
            var heard = publish.ApplicationMessage;
            if (!publish.ProcessPublish || !TopicFilter.Matches(Filter, heard.Topic))
                return Task.CompletedTask;
            Message? answer;
            lock (gate)
                answer = Answer(new Message(heard.Topic, heard.Payload.ToArray(), Retained: false));
            // Not within the turn of the client that was heard: its next message would wait for the answer.
            if (answer is { } said)
                _ = Task.Run(() => server.InjectApplicationMessage(Injected(said)));
            return Task.CompletedTask;
        };
    }

    private InjectedMqttApplicationMessage Injected(Message message) => new(new MqttApplicationMessageBuilder()
        .WithTopic(message.Topic).WithPayload(message.Payload).WithRetainFlag(message.Retained)
        .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build())
    {
        SenderClientId = ClientId,
        SenderUserName = User,
    };
}
