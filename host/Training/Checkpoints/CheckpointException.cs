namespace MultiAgentEdge.Host.Training;

/// <summary>A checkpoint that cannot be gone on from: not there, cut short, damaged, of another kind or another layout.</summary>
public sealed class CheckpointException : Exception
{
    public CheckpointException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
