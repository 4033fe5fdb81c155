using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Bench;

/// <summary>One problem's figures over its sequence, warm-started step by step; the first step is cold.</summary>
/// <param name="Status">Worst of the problem itself and its sequence: solved, infeasible, unbounded, not_converged, invalid_data.</param>
/// <param name="Objective">Of the problem itself, with its own f and bounds; NaN where it has no solution.</param>
/// <param name="ObjectiveDeviation">Largest |objective - that of the file| / (1 + |that of the file|); null where the file states
/// none.</param>
/// <param name="KktResidual">Worst of the problem itself and its sequence, as <see cref="Mpc.KktResidual"/> defines it; NaN where nothing
/// was solved.</param>
/// <param name="SolveNsMean">Mean over the steps of each step's median over the passes.</param>
/// <param name="SolveNsMax">Largest of these medians.</param>
/// <param name="AllocatedBytes">By one whole pass.</param>
/// <param name="StateBytes">Arrays of the solver; null where the engine cannot tell.</param>
public sealed record SolverBenchResult(
    string Name, int Variables, int Rows, int Steps, string Status, double Objective, double? ObjectiveDeviation,
    double KktResidual, double IterationsMean, int IterationsMax, double SolveNsMean, double SolveNsMax, long AllocatedBytes,
    long? StateBytes, int Passes)
{
    /// <summary>Of each step of the sequence; NaN where it has no solution.</summary>
    public IReadOnlyList<double> Objectives { get; init; } = [];

    /// <summary>Of each step of the sequence.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>What is wrong with the file; null where it was read.</summary>
    public MaeException? Error { get; init; }

    /// <summary>A file that could not be read.</summary>
    public static SolverBenchResult Unread(string file, MaeException error)
        =>
            new(
                Path.GetFileNameWithoutExtension(file), 0, 0, 0, QpStatusText.Of(Mpc.QpStatus.InvalidData), double.NaN, null, double.NaN, 0,
                0, double.NaN, double.NaN, 0, null, 0) { Error = error };

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["n"] = Variables,
        ["m"] = Rows,
        ["steps"] = Steps,
        ["status"] = Status,
        ["objective"] = JsonText.Number(Objective),
        ["objective_deviation"] = ObjectiveDeviation is { } deviation ? JsonText.Number(deviation) : null,
        ["kkt_residual"] = JsonText.Number(KktResidual),
        ["iterations"] = JsonText.Number(IterationsMean),
        ["iterations_max"] = IterationsMax,
        ["solve_ns_mean"] = JsonText.Number(Math.Round(SolveNsMean)),
        ["solve_ns_max"] = JsonText.Number(Math.Round(SolveNsMax)),
        ["allocated_bytes"] = AllocatedBytes,
        ["state_bytes"] = StateBytes,
        ["passes"] = Passes,
        ["sequence_status"] = JsonText.Array(Statuses),
        ["sequence_objective"] = JsonText.Array(Objectives),
        ["error"] = Error?.Message,
    };
}
