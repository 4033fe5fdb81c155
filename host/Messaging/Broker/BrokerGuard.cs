using System.Collections.Concurrent;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Holds MQTTnet's broker to passwords and access list: at CONNECT, SUBSCRIBE and PUBLISH (a will too), and once more when a
/// message is delivered. A rover's client id belongs to its user, so that nobody else's credential can throw it out.</summary>
internal sealed class BrokerGuard(PasswordFile passwords, AccessList access)
{
    private readonly ConcurrentDictionary<string, string> _users = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">A file of these is damaged.</exception>
    public static BrokerGuard Of(BrokerSecurity security) =>
        new(PasswordFile.Read(security.PasswordFile), AccessList.Read(security.AclFile));

    public void Attach(MqttServer server)
    {
        server.ValidatingConnectionAsync += connection =>
        {
            connection.ReasonCode = connection.UserName is null ? MqttConnectReasonCode.NotAuthorized
                : !passwords.IsRight(connection.UserName, connection.Password) ? MqttConnectReasonCode.BadUserNameOrPassword
                : ClientIds.RoverOf(connection.ClientId) is { } rover && rover != connection.UserName
                ? MqttConnectReasonCode.ClientIdentifierNotValid
                : MqttConnectReasonCode.Success;
            var id = string.IsNullOrEmpty(connection.ClientId) ? connection.AssignedClientIdentifier : connection.ClientId;
            if (connection.ReasonCode == MqttConnectReasonCode.Success)
                _users[id] = connection.UserName!;
            return Task.CompletedTask;
        };
        server.SessionDeletedAsync += session =>
        {
            _users.TryRemove(session.Id, out _);
            return Task.CompletedTask;
        };
        server.InterceptingSubscriptionAsync += subscription =>
        {
            if (!access.MaySubscribe(subscription.UserName, subscription.TopicFilter.Topic))
            {
                subscription.ProcessSubscription = false;
                subscription.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            }

            return Task.CompletedTask;
        };
        server.InterceptingPublishAsync += publish =>
        {
            if (!access.MayPublish(publish.UserName, publish.ApplicationMessage.Topic))
            {
                publish.ProcessPublish = false;
                publish.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
            }

            return Task.CompletedTask;
        };
        server.InterceptingClientEnqueueAsync += delivery =>
        {
            delivery.AcceptEnqueue = _users.TryGetValue(delivery.ReceiverClientId, out var user)
                && access.MayReceive(user, delivery.ApplicationMessage.Topic);
            return Task.CompletedTask;
        };
    }
}
