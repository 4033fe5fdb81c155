using MultiAgentEdge.Host.Training.Networks;

namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>A trained actor: ReLU between its layers, the action is the greatest of its outputs.</summary>
/// <param name="Sizes">Inputs, hidden widths, outputs.</param>
/// <param name="Weights">Layer by layer W (outputs x inputs, row-major), then b.</param>
public sealed record CoverageActor(IReadOnlyList<int> Sizes, float[] Weights)
{
    public static CoverageActor Of(Mlp network) => new([.. network.Sizes], network.Values.ToArray());

    /// <summary>W of a layer. // outputs x inputs</summary>
    public ReadOnlySpan<float> WeightsOf(int layer) => Weights.AsSpan(At(layer), Sizes[layer] * Sizes[layer + 1]);

    public ReadOnlySpan<float> BiasesOf(int layer) => Weights.AsSpan(At(layer) + (Sizes[layer] * Sizes[layer + 1]), Sizes[layer + 1]);

    private int At(int layer)
    {
        var at = 0;
        for (var k = 0; k < layer; k++)
            at += (Sizes[k] + 1) * Sizes[k + 1];
        return at;
    }
}
