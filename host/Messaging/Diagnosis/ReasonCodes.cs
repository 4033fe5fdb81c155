namespace MultiAgentEdge.Host.Messaging;

/// <summary>The reason codes of MQTT 5 (2.4) and the return codes of a 3.1.1 CONNACK (3.2.2.3), as causes.</summary>
internal static class ReasonCodes
{
    public const int PacketTooLarge = 0x95;
    public const int SessionTakenOver = 0x8E;

    /// <param name="code">Of a CONNACK.</param>
    /// <param name="hasUser">Whether a user was named: a broker answers "not authorised" to a wrong password too.</param>
    public static BrokerCause OfConnect(int code, bool hasUser) => code switch
    {
        0 => BrokerCause.None,
        1 or 0x84 => BrokerCause.ProtocolVersion,
        4 or 0x86 => BrokerCause.WrongPassword,
        5 or 0x87 => hasUser ? BrokerCause.WrongPassword : BrokerCause.NotAuthorised,
        2 or 0x85 or 0x8A => BrokerCause.NotAuthorised,
        _ => Of(code),
    };

    /// <param name="code">Of a PUBACK, SUBACK or DISCONNECT.</param>
    public static BrokerCause Of(int code) => code switch
    {
        0x87 or 0x8F or 0x90 => BrokerCause.NotAuthorised,
        SessionTakenOver => BrokerCause.NameConnected,
        PacketTooLarge or 0x97 => BrokerCause.MessageTooLarge,
        _ => BrokerCause.Unknown,
    };
}
