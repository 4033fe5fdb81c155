namespace MultiAgentEdge.Host.Messaging;

/// <summary>Why a broker does not do what it was asked for, as far as it can be told from outside. In JSON: snake_case of the
/// name.</summary>
public enum BrokerCause
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>None of the others; the message has what is known.</summary>
    Unknown,

    /// <summary>No address belongs to the host's name.</summary>
    NameNotFound,

    /// <summary>The machine is there and nobody listens on the port.</summary>
    Refused,

    /// <summary>No way to the machine, or no answer in time.</summary>
    NoAnswer,

    /// <summary>Something listens and does not speak MQTT.</summary>
    NotMqtt,

    /// <summary>A CA file was given, and the broker speaks without TLS on this port.</summary>
    NoTlsHere,

    /// <summary>No CA file was given, and the broker speaks TLS on this port.</summary>
    TlsExpected,

    /// <summary>The broker's certificate has expired or is not valid yet: by its dates, or by this machine's clock.</summary>
    CertificateExpired,

    /// <summary>The broker's certificate is for another name or address.</summary>
    OtherHost,

    /// <summary>The broker's certificate was not signed by the authority of the CA file.</summary>
    UnknownAuthority,

    /// <summary>User or password is wrong.</summary>
    WrongPassword,

    /// <summary>The broker wants a user, or does not let this one do what was asked for.</summary>
    NotAuthorised,

    /// <summary>The broker speaks neither MQTT 5 nor 3.1.1.</summary>
    ProtocolVersion,

    /// <summary>A message is larger than the broker takes.</summary>
    MessageTooLarge,

    /// <summary>Another client of the same id has connected.</summary>
    NameConnected,
}
