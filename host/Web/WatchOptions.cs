using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MultiAgentEdge.Host.Web;

/// <summary>How a page is served.</summary>
public sealed record WatchOptions
{
    /// <summary>Where it listens; beyond this machine a token is needed.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>Whether a page may do more than look and stop: release, tell, set, delete.</summary>
    public bool MayControl { get; init; }

    /// <summary>Folder of the runs that are listed.</summary>
    public string Runs { get; init; } = "runs";

    /// <summary>Of the fleet's broker, for a page with TLS; null: without.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether whoever opens it must have been given its address by this program.</summary>
    public bool NeedsToken => !IPAddress.IsLoopback(Bind);
}
