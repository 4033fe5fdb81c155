namespace MultiAgentEdge.Host.Worlds;

/// <summary>A file of an instance that cannot be understood: where, what, and what to do. Line and column count from 1.</summary>
public sealed class InstanceException(int line, int column, string what, string next) : Exception($"{line}:{column}: {what} {next}")
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    public string What { get; } = what;

    public string Next { get; } = next;
}
