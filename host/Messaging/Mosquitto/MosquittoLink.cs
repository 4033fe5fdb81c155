namespace MultiAgentEdge.Host.Messaging;

/// <summary>MQTT 5 over libmosquitto, the C client of Eclipse Mosquitto. Each connection has a native client and a thread of its own.</summary>
public sealed class MosquittoLink : NetworkLink
{
    private readonly string _version;

    /// <exception cref="MessagingException">libmosquitto is not installed.</exception>
    public MosquittoLink()
    {
        if (!MosquittoLibrary.TryLoad(out string? version, out string? howToInstall))
            throw Errors.NoLibrary(howToInstall!);
        _version = version!;
    }

    public override string Description => $"libmosquitto {_version}";

    private protected override ILinkSession StartSession(LinkOptions options, Inbox inbox, RefusalHandler onRefused) =>
        new MosquittoSession(options, inbox, onRefused);
}
