namespace MultiAgentEdge.Host.Commands;

/// <summary>Exit codes of <c>mae</c>: what a script may rely on.</summary>
public static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>A file or a value that the user wrote is wrong.</summary>
    public const int Configuration = 3;

    /// <summary>Broker or rover cannot be reached.</summary>
    public const int Unreachable = 4;

    /// <summary>A rover refused, or runs an incompatible schema.</summary>
    public const int Rejected = 5;

    /// <summary>Some rovers did it, some did not.</summary>
    public const int Partial = 6;

    public const int Timeout = 7;

    /// <summary>Ctrl-C, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
