using BenchmarkDotNet.Attributes;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Bench;

/// <summary>A random problem in the size of quadrotor hover: warm with a moving cost, and from cold.</summary>
[MemoryDiagnoser]
public class QpSolverBenchmarks
{
    private const int Steps = 64;
    private readonly double[][] _f = new double[Steps][];
    private double[] _lower = [];
    private double[] _upper = [];
    private QpSolver _solver = new(1, 0);
    private int _step;

    [Params(10, 36)]
    public int N { get; set; }

    [Params(false, true)]
    public bool RowProducts { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        int m = 4 * N;
        double[] h = new double[N * N];
        for (int i = 0; i < N; i++)
            h[i * N + i] = 1 + random.NextDouble();
        double[] rows = [.. Enumerable.Range(0, m * N).Select(_ => random.NextDouble() - 0.5)];
        _lower = [.. Enumerable.Repeat(-1.0, m)];
        _upper = [.. Enumerable.Repeat(1.0, m)];
        for (int k = 0; k < Steps; k++)
            _f[k] = [.. Enumerable.Range(0, N).Select(i => Math.Sin((0.1 * k) + i))];
        _solver = new QpSolver(N, m, RowProducts);
        _solver.Setup(N, m, h, rows, null!);
    }

    [Benchmark]
    public QpStatus Warm() => _solver.Solve(_f[_step++ % Steps], _lower, _upper);

    [Benchmark]
    public QpStatus Cold()
    {
        _solver.Reset();
        return _solver.Solve(_f[0], _lower, _upper);
    }
}
