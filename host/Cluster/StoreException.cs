namespace MultiAgentEdge.Host.Cluster;

/// <summary>The cluster's store cannot be reached.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
