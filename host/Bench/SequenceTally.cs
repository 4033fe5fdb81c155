using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Bench;

/// <summary>Gathers the quality of one pass and joins it with the times of many.</summary>
public sealed class SequenceTally(QpProblem problem)
{
    private QpStatus _status = QpStatus.Solved;
    private readonly List<double> _objectives = [];
    private readonly List<QpStatus> _statuses = [];
    private double _residual = double.NaN;
    private double? _deviation;
    private double _objective = double.NaN;
    private int _iterations;
    private int _iterationsMax;
    private int _steps;

    /// <summary>The problem's own f and bounds, solved cold.</summary>
    public void AddOwn(IQpEngine engine, QpStatus status)
    {
        _objective = Judge(engine, problem.Own, status);
    }

    public void Add(IQpEngine engine, QpStep step, QpStatus status)
    {
        _steps++;
        _objectives.Add(Judge(engine, step, status));
        _statuses.Add(status);
        _iterations += engine.Iterations;
        _iterationsMax = Math.Max(_iterationsMax, engine.Iterations);
    }

    private double Judge(IQpEngine engine, QpStep step, QpStatus status)
    {
        if (status > _status)
            _status = status;
        if (status is not (QpStatus.Solved or QpStatus.NotConverged))
            return double.NaN;
        _residual = Math.Max(
            double.IsNaN(_residual) ? 0 : _residual,
            KktResidual.Compute(problem.N, problem.M, problem.H, step.F, problem.A, step.Lower, step.Upper,
            problem.SoftWeight!, engine.X, engine.Multipliers));
        if (step.Objective is { } optimum)
            _deviation = Math.Max(_deviation ?? 0, Math.Abs(engine.Objective - optimum) / (1 + Math.Abs(optimum)));
        return engine.Objective;
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
        return new SolverBenchResult(
            problem.Name, problem.N, problem.M, problem.Sequence.Count, QpStatusText.Of(setup == QpStatus.Solved ? _status : setup),
            _objective, _deviation, _residual, any ? (double)_iterations / _steps : 0, _iterationsMax,
            any ? steps.Average() : double.NaN, any ? steps.Max() : double.NaN, allocatedBytes, engine.StateBytes, passes.Count)
        {
            Objectives = _objectives,
            Statuses = [.. _statuses.Select(QpStatusText.Of)],
        };
    }
}
