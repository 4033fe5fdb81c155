using System.Text;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>Texts that the host of a mission leaves with the broker, retained, under <see cref="Topics.HostName"/>: for whoever looks on,
/// and for the host that goes on with the mission when this one is gone.</summary>
public sealed class KeptWords
{
    /// <summary>Whatever is longer is nobody's memory.</summary>
    private const int MostBytes = 1 << 20;

    private readonly IMessageLink link;
    private readonly FleetSession session;
    private readonly Dictionary<string, string> heard = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> said = new(StringComparer.Ordinal);

    internal KeptWords(IMessageLink link, FleetSession session) => (this.link, this.session) = (link, session);

    /// <summary>What the broker has kept under a leaf that is listened to (<see cref="FleetSession.Hear"/>); null: nothing.</summary>
    public string? Heard(string leaf) => heard.GetValueOrDefault(leaf);

    /// <summary>Keeps a text, where it is another than this host kept last. A host that another has taken the place of keeps
    /// nothing.</summary>
    /// <returns>Whether it went out.</returns>
    public bool Keep(string leaf, string json, QualityOfService quality = QualityOfService.AtLeastOnce)
    {
        if (said.GetValueOrDefault(leaf) == json || !Publish(leaf, Encoding.UTF8.GetBytes(json), quality))
            return false;
        said[leaf] = json;
        return true;
    }

    /// <summary>Takes away what is kept under a leaf, whoever has left it.</summary>
    public void TakeAway(string leaf)
    {
        said.Remove(leaf);
        Publish(leaf, [], QualityOfService.AtLeastOnce);
    }

    /// <summary>Whether what is said under a leaf is kept here, and told to nobody.</summary>
    public static bool Holds(string leaf) => leaf is Topics.Mission or Topics.Pace;

    internal void Hear(string leaf, byte[] payload)
    {
        if (payload.Length is > 0 and <= MostBytes)
            heard[leaf] = Encoding.UTF8.GetString(payload);
        else
            heard.Remove(leaf);
    }

    /// <summary>What is shown is taken away with the session; what others may go on with is not.</summary>
    internal void Close()
    {
        if (said.ContainsKey(Topics.Scene) && link.IsConnected)
            TakeAway(Topics.Scene);
    }

    /// <summary>The connection is a new one: its broker may have forgotten.</summary>
    internal void KeepAgain() => said.Clear();

    private bool Publish(string leaf, byte[] payload, QualityOfService quality) =>
        !session.IsSilent && link.TryPublish(Topics.Of(session.Fleet, Topics.HostName, leaf), payload, quality, retain: true);
}
