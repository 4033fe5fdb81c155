using BenchmarkDotNet.Attributes;
using MultiAgentEdge.Actor;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Bench;

/// <summary>A coverage actor of paper S3 trained at N = 3, 14-64-64-5, in float32 and int8: one decision of a rover.</summary>
[MemoryDiagnoser]
public class ActorBenchmarks
{
    private static readonly int[] _sizes = [14, 64, 64, 5];
    private readonly float[] _input = new float[14];
    private readonly float[] _output = new float[5];
    private ActorNetwork _network = new(1, 1, 1);

    [Params(false, true)]
    public bool Int8 { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        byte[] blob = new byte[1 << 16];
        var builder = new ParameterSetBuilder(MissionKind.Coverage, 1, blob);
        builder.Add(ParameterId.ActorLayers, [.. _sizes.Select(size => (double)size)], _sizes.Length);
        builder.AddScalar(ParameterId.ActorHead, (double)ActorHead.Argmax);
        for (int k = 0; k + 1 < _sizes.Length; k++)
        {
            float[] weights = [.. Enumerable.Range(0, _sizes[k] * _sizes[k + 1]).Select(_ => random.NextSingle() - 0.5f)];
            if (Int8)
            {
                builder.Add(ParameterId.ActorWeight(k), [.. weights.Select(w => (sbyte)(w * 254))], _sizes[k + 1], _sizes[k]);
                builder.Add(ParameterId.ActorScale(k), [1 / 254f], 1);
            }
            else
            {
                builder.Add(ParameterId.ActorWeight(k), weights, _sizes[k + 1], _sizes[k]);
            }

            builder.Add(ParameterId.ActorBias(k), new float[_sizes[k + 1]], _sizes[k + 1]);
        }

        var set = new ParameterSet();
        if (set.TryParse(blob, builder.Finish()) != ParameterStatus.Ok)
            throw new InvalidOperationException("the benchmark's own set is refused");
        _network = ActorNetwork.TryCreate(set) ?? throw new InvalidOperationException("the benchmark's own actor is refused");
        for (int i = 0; i < _input.Length; i++)
            _input[i] = random.NextSingle() - 0.5f;
    }

    [Benchmark]
    public ActorStatus Infer() => _network.TryInfer(_input, _output);
}
