using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Cli.Bench;

/// <summary>Gathers the quality of one pass and joins it with the times of many.</summary>
internal sealed class SequenceTally(QpProblem problem)
{
    private QpStatus _status = QpStatus.Solved;
    private double _residual;
    private double? _deviation;
    private double _objective = double.NaN;
    private int _iterations;
    private int _iterationsMax;
    private int _steps;

    public void Add(IQpEngine engine, QpStep step, QpStatus status)
    {
        _steps++;
        if (status > _status)
            _status = status;
        _iterations += engine.Iterations;
        _iterationsMax = Math.Max(_iterationsMax, engine.Iterations);
        _objective = engine.Objective;
        if (status is not (QpStatus.Solved or QpStatus.NotConverged))
            return;
        _residual = Math.Max(_residual, KktResidual.Compute(problem.N, problem.M, problem.H, step.F, problem.A, step.Lower, step.Upper,
            problem.SoftWeight!, engine.X, engine.Multipliers));
        if (step.Objective is { } optimum)
            _deviation = Math.Max(_deviation ?? 0, Math.Abs(engine.Objective - optimum) / (1 + Math.Abs(optimum)));
    }

    public SolverBenchResult Result(IQpEngine engine, QpStatus setup, IReadOnlyList<double[]> passes, long allocatedBytes)
    {
        double[] steps = new double[_steps];
        for (int i = 0; i < _steps; i++)
        {
            double[] times = [.. passes.Select(pass => pass[i]).Order()];
            steps[i] = times[times.Length / 2];
        }

        bool any = steps.Length > 0;
        return new SolverBenchResult(problem.Name, problem.N, problem.M, problem.Sequence.Count, (setup == QpStatus.Solved ? _status : setup).ToString(),
            _objective, _deviation, any ? _residual : double.NaN, any ? (double)_iterations / _steps : 0, _iterationsMax,
            any ? steps.Average() : double.NaN, any ? steps.Max() : double.NaN, allocatedBytes, engine.StateBytes, passes.Count);
    }
}
