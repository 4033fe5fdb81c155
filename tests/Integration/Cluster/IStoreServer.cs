namespace MultiAgentEdge.Tests.Integration.Cluster;

/// <summary>A cluster's store of a test's own.</summary>
internal interface IStoreServer : IDisposable
{
    /// <summary>For <c>--cluster</c>.</summary>
    string Address { get; }

    void Kill();
}
