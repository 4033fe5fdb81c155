using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Cli.Bench;

/// <summary>One problem's figures over its sequence, warm-started step by step; the first step is cold.</summary>
/// <param name="Status">Worst status of the sequence.</param>
/// <param name="Objective">Of the last step.</param>
/// <param name="ObjectiveDeviation">Largest |objective - that of the file| / (1 + |that of the file|); null where the file states none.</param>
/// <param name="KktResidual">Worst of the sequence, as <see cref="Mpc.KktResidual"/> defines it.</param>
/// <param name="SolveNsMean">Mean over the steps of each step's median over the passes.</param>
/// <param name="SolveNsMax">Largest of these medians.</param>
/// <param name="AllocatedBytes">By one whole pass.</param>
/// <param name="StateBytes">Arrays of the solver; null where the engine cannot tell.</param>
public sealed record SolverBenchResult(string Name, int Variables, int Rows, int Steps, string Status, double Objective, double? ObjectiveDeviation,
    double KktResidual, double IterationsMean, int IterationsMax, double SolveNsMean, double SolveNsMax, long AllocatedBytes, long? StateBytes, int Passes)
{
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
    };
}
