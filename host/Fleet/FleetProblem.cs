using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>One thing wrong in a fleet or graph file. Line and column count from 1.</summary>
public sealed record FleetProblem(string Code, string File, long Line, long Column, string What, string Next)
{
    public string Where => $"{File}:{Line}:{Column}: ";

    public override string ToString() => $"{Where}{What} {Next}";

    /// <summary>The first problem, with up to 19 more a line each.</summary>
    public static MaeException ToException(IReadOnlyList<FleetProblem> problems)
    {
        var rest = string.Concat(problems.Skip(1).Take(19).Select(problem => Environment.NewLine + $"{problem.Code} {problem}"));
        return new MaeException(ExitCode.Configuration, problems[0].Code, problems[0].Where + problems[0].What, problems[0].Next + rest);
    }
}
