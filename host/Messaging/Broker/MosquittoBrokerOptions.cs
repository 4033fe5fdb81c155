namespace MultiAgentEdge.Host.Messaging;

/// <summary>How a Mosquitto of our own is started.</summary>
public sealed record MosquittoBrokerOptions
{
    /// <summary>Folder for configuration, log and database; made where absent. Null: a new one among the temporary files, deleted with the
    /// broker.</summary>
    public string? Folder { get; init; }

    /// <summary>TCP port on 127.0.0.1, 1–65535; 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>True: retained messages are on disk within a second of their PUBACK and outlive a kill. Costs a rewrite of the database,
    /// with a wait for the disk, for each retained message and each one of QoS 1: the whole broker stands still for it.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>Null: anyone on this machine may do anything, which is for demonstrations only.</summary>
    public BrokerSecurity? Security { get; init; }

    /// <summary>Further lines of mosquitto.conf, as the manual gives them.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>How long the broker may take until it accepts connections.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The mosquitto program. Null: looked for in PATH and the usual places.</summary>
    public string? Program { get; init; }
}
