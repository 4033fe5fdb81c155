namespace MultiAgentEdge.Host.Bench;

/// <summary>What to solve, with which engine, for how long.</summary>
public sealed record SolverBenchOptions
{
    /// <summary>Folder of *.json; the sample problems by default.</summary>
    public string Problems { get; init; } = DefaultProblems;

    /// <summary>One of <see cref="QpEngines.Names"/>.</summary>
    public string Engine { get; init; } = QpEngines.Names[0];

    /// <summary>Time spent on each problem after warm-up; 0.05 or more. A slow engine may take one pass longer.</summary>
    public double SecondsPerProblem { get; init; } = 0.7;

    /// <summary>The sample problems beside the program.</summary>
    public static string DefaultProblems => Path.Combine(AppContext.BaseDirectory, "problems");
}
