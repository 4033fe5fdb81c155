using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Boards;

/// <summary>IL instructions of one inference, divided by its multiply-adds: a fresh 18-64-64-5 network, whose ReLU lets half
/// through.</summary>
public sealed record ActorCost(double F32PerMultiplyAdd, double Int8PerMultiplyAdd, long F32HeapBytes, long Int8HeapBytes)
{
    private static readonly int[] Widths = [18, 64, 64, 5];

    public static ActorCost Count()
    {
        var (f32, f32Heap) = Count(false);
        var (int8, int8Heap) = Count(true);
        return new ActorCost(f32, int8, f32Heap, int8Heap);
    }

    private static (double PerMultiplyAdd, long HeapBytes) Count(bool quantised)
    {
        using var board = Instrumented.Load(BoardAssemblies.OpenReplay());
        var type = board.Assembly.GetType("MultiAgentEdge.Firmware.Replay.ActorProbe", throwOnError: true)!;
        var probe = Activator.CreateInstance(type, Set(quantised), 8192, 8192, 64)!;
        var infer = type.GetMethod("Infer")!.CreateDelegate<Func<bool>>(probe);
        infer();
        var before = board.Counts.Instructions;
        if (!infer())
            throw new InvalidOperationException("The probe's own network was refused.");
        var multiplyAdds = Widths.Zip(Widths.Skip(1), (inputs, outputs) => inputs * outputs).Sum();
        return ((board.Counts.Instructions - before) / (double)multiplyAdds,
            BoardHeap.Bytes(type.GetProperty("Network")!.GetValue(probe)!));
    }

    private static byte[] Set(bool quantised)
    {
        var random = new Xoshiro256(7);
        var blob = new byte[32768];
        var builder = new ParameterSetBuilder(MissionKind.Coverage, 1, blob);
        var ok = builder.Add(ParameterId.ActorLayers, [.. Widths.Select(width => (double)width)], Widths.Length)
            && builder.AddScalar(ParameterId.ActorHead, 0);
        for (var k = 0; k + 1 < Widths.Length; k++)
        {
            var (inputs, outputs) = (Widths[k], Widths[k + 1]);
            var size = 1 / Math.Sqrt(inputs);
            var weights = Enumerable.Range(0, inputs * outputs).Select(_ => random.NextUniform(-size, size)).ToArray();
            ok &= quantised
                ? builder.Add(ParameterId.ActorWeight(k), [.. weights.Select(w => (sbyte)Math.Round(w / size * 127))], outputs, inputs)
                    && builder.Add(ParameterId.ActorScale(k), [(float)(size / 127)], 1)
                : builder.Add(ParameterId.ActorWeight(k), [.. weights.Select(w => (float)w)], outputs, inputs);
            ok &= builder.Add(
                ParameterId.ActorBias(k), [.. Enumerable.Range(0, outputs).Select(_ => (float)random.NextUniform(-size, size))], outputs);
        }

        return ok ? blob[..builder.Finish()] : throw new InvalidOperationException("The probe's set does not fit its buffer.");
    }
}
