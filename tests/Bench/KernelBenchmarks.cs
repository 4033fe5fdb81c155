using BenchmarkDotNet.Attributes;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Bench;

/// <summary>The inner loops, with vectors and as a board runs them.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private double[] _a = [];
    private double[] _x = [];
    private double[] _y = [];

    [Params(10, 36, 76)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _a = [.. Enumerable.Range(0, N * N).Select(_ => random.NextDouble())];
        _x = [.. Enumerable.Range(0, N).Select(_ => random.NextDouble())];
        _y = new double[N];
    }

    [Benchmark]
    public double Dot() => Kernel.Dot(_a, 0, _x, 0, N);

    [Benchmark]
    public double DotPlain() => Kernel.DotPlain(_a, 0, _x, 0, N);

    [Benchmark]
    public void Axpy() => Kernel.Axpy(1e-9, _x, 0, _y, 0, N);

    [Benchmark]
    public void MatVec() => Kernel.MatVec(_a, N, N, _x, _y);
}
