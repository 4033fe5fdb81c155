namespace MultiAgentEdge.Host.Cli.Fleet;

/// <summary>One thing wrong in a fleet file. Line and column count from 1.</summary>
public sealed record FleetProblem(string Code, string File, long Line, long Column, string What, string Next)
{
    public string Where => $"{File}:{Line}:{Column}: ";

    public override string ToString() => $"{Where}{What} {Next}";
}
