using System.Numerics;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>
/// A small multilayer perceptron in float, for batches: z = W x + b, ReLU after every layer but the last. The flat parameters are, layer by
/// layer, W (outputs x inputs, row-major) then b: the layout of shared/Actor's network, so export is a copy. Nothing is allocated after
/// construction. Sums run in one fixed order (<see cref="Gemm"/>): the same bits on every machine and for every batch a row is part of.
/// Memory: about 8 batchCapacity (sum of widths) + 20 (parameters) bytes.
/// </summary>
public sealed class Mlp
{
    /// <summary>So many rows go through all layers before the next ones: what they compute stays in the cache. Callers do well to take as
    /// many at a time.</summary>
    public const int RowBlock = 64;

    /// <summary>Magnitude that no weight or bias of a trained network reaches.</summary>
    internal const double MostParameter = 1e6;

    private readonly MlpLayer[] layers;
    private readonly float[] parameters;
    private readonly float[] gradient;
    private readonly AlignedFloats input;
    private readonly AlignedFloats inputSlope;
    private bool stale = true;
    private bool unread;
    private int batch;
    private int firstInputRow;

    /// <param name="sizes">Inputs, hidden widths, outputs: two numbers or more, each 1 or more.</param>
    /// <param name="batchCapacity">The largest batch, 1 or more.</param>
    /// <param name="inputRows">Rows that <see cref="Input"/> has room for, if more than a batch: to be written once and to go through in
    /// pieces.</param>
    public Mlp(IReadOnlyList<int> sizes, int batchCapacity, int inputRows = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizes.Count, 2, nameof(sizes));
        ArgumentOutOfRangeException.ThrowIfLessThan(sizes.Min(), 1, nameof(sizes));
        ArgumentOutOfRangeException.ThrowIfLessThan(batchCapacity, 1);
        Sizes = [.. sizes];
        BatchCapacity = batchCapacity;
        var rows = Gemm.RoundUp(batchCapacity, Gemm.RowAlignment);
        layers = new MlpLayer[sizes.Count - 1];
        var at = 0;
        for (var k = 0; k < layers.Length; k++)
        {
            layers[k] = new MlpLayer(sizes[k], sizes[k + 1], at, rows);
            at = layers[k].BiasAt + layers[k].Outputs;
        }

        parameters = new float[at];
        gradient = new float[at];
        input = new AlignedFloats(Gemm.RoundUp(Math.Max(batchCapacity, inputRows), Gemm.RowAlignment) * layers[0].InputWidth);
        inputSlope = new AlignedFloats(rows * layers[0].InputWidth);
    }

    /// <summary>Inputs, hidden widths, outputs.</summary>
    public IReadOnlyList<int> Sizes { get; }

    public int InputCount => Sizes[0];

    public int OutputCount => Sizes[^1];

    public int LayerCount => layers.Length;

    public int BatchCapacity { get; }

    public int ParameterCount => parameters.Length;

    /// <summary>To read and to change. Take it anew for every change: taking it is how the network knows of one.</summary>
    public Span<float> Parameters
    {
        get
        {
            stale = true;
            return parameters;
        }
    }

    /// <summary>To read.</summary>
    public ReadOnlySpan<float> Values => parameters;

    /// <summary>Loss by parameter, in the layout of the parameters: what was added since <see cref="ClearGradient"/>, or the last
    /// <see cref="Backward"/>.</summary>
    public Span<float> Gradient
    {
        get
        {
            if (unread)
            {
                foreach (var layer in layers)
                    layer.ReadGradient(gradient);
                unread = false;
            }

            return gradient;
        }
    }

    /// <summary>To write, then <see cref="Forward(int, int)"/>: for callers that would build a batch only to have it copied. Padding stays
    /// as it is. // rows x InputWidth</summary>
    public Span<float> Input => input.Span;

    /// <summary>From one row of <see cref="Input"/> and <see cref="InputSlope"/> to the next.</summary>
    public int InputWidth => layers[0].InputWidth;

    /// <summary>capacity x OutputWidth.</summary>
    public ReadOnlySpan<float> Output => layers[^1].Output.Span;

    /// <summary>Loss by output, to write before <see cref="AddGradient"/> or <see cref="BackwardInput(int, int)"/>. // capacity x
    /// OutputWidth</summary>
    public Span<float> OutputSlope => layers[^1].OutputSlope.Span;

    /// <summary>From one row of <see cref="Output"/> and <see cref="OutputSlope"/> to the next.</summary>
    public int OutputWidth => layers[^1].OutputWidth;

    /// <summary>Loss by input, where it was asked for. // capacity x InputWidth</summary>
    public ReadOnlySpan<float> InputSlope => inputSlope.Span;

    /// <summary>W of a layer, outputs x inputs.</summary>
    public ReadOnlySpan<float> WeightsOf(int layer) =>
        parameters.AsSpan(layers[layer].WeightAt, layers[layer].Inputs * layers[layer].Outputs);

    /// <summary>b of a layer.</summary>
    public ReadOnlySpan<float> BiasesOf(int layer) => parameters.AsSpan(layers[layer].BiasAt, layers[layer].Outputs);

    /// <summary>From <see cref="Input"/> to <see cref="Output"/>.</summary>
    /// <param name="count">Rows of this batch, 1 to <see cref="BatchCapacity"/>.</param>
    /// <param name="firstRow">Where they begin in <see cref="Input"/>: a multiple of <see cref="RowBlock"/>.</param>
    public void Forward(int count, int firstRow = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, BatchCapacity);
        ArgumentOutOfRangeException.ThrowIfNotEqual(firstRow % RowBlock, 0, nameof(firstRow));
        batch = count;
        firstInputRow = firstRow;
        Pack();
        for (var from = 0; from < count; from += RowBlock)
        {
            var rows = Gemm.RoundUp(Math.Min(RowBlock, count - from), Gemm.RowAlignment);
            for (var k = 0; k < layers.Length; k++)
                layers[k].Forward(from, rows, InputOf(k), rectify: k < layers.Length - 1);
        }
    }

    /// <inheritdoc cref="Forward(int, int)"/>
    /// <param name="count">Rows of this batch, 1 to <see cref="BatchCapacity"/>.</param>
    /// <param name="x">count x inputs.</param>
    /// <param name="y">count x outputs.</param>
    public void Forward(int count, ReadOnlySpan<float> x, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, BatchCapacity);
        Rows.Widen(count, InputCount, x, InputWidth, Input);
        Forward(count);
        Rows.Narrow(count, OutputCount, OutputWidth, Output, y);
    }

    public void ClearGradient()
    {
        foreach (var layer in layers)
            layer.ClearGradient();
        unread = true;
    }

    /// <summary>
    /// Adds the gradients of the last <see cref="Forward(int, int)"/>, summed over its batch, to <see cref="Gradient"/>: a large batch may
    /// come in pieces that stay in the cache, in the order of its rows with the bits of the whole.
    /// </summary>
    public void AddGradient() => Back(ofParameters: true, 0, 0);

    /// <summary>The loss by some of the inputs, into <see cref="InputSlope"/>; <see cref="Gradient"/> stays.</summary>
    public void BackwardInput(int firstInput, int count) => Back(ofParameters: false, firstInput, count);

    /// <summary>Gradients of the last <see cref="Forward(int, int)"/>, summed over its batch, into <see cref="Gradient"/> (what stood there
    /// goes).</summary>
    /// <param name="dy">Loss by output, count x outputs.</param>
    /// <param name="dx">Loss by input, count x inputs; empty where nobody asks.</param>
    public void Backward(ReadOnlySpan<float> dy, Span<float> dx)
    {
        Rows.Widen(batch, OutputCount, dy, OutputWidth, OutputSlope);
        ClearGradient();
        Back(ofParameters: true, 0, dx.IsEmpty ? 0 : InputCount);
        if (!dx.IsEmpty)
            Rows.Narrow(batch, InputCount, InputWidth, InputSlope, dx);
    }

    /// <summary>Takes another network's parameters; same sizes.</summary>
    public void CopyFrom(Mlp other)
    {
        RequireSameSizes(other);
        other.parameters.CopyTo(parameters, 0);
        stale = true;
    }

    /// <summary>Polyak averaging: every parameter goes the share tau of the way to the other network's.</summary>
    /// <param name="other">Same sizes.</param>
    /// <param name="tau">In [0, 1].</param>
    public void SoftUpdate(Mlp other, float tau)
    {
        RequireSameSizes(other);
        var share = new Vector<float>(tau);
        var i = 0;
        for (; i + Vector<float>.Count <= parameters.Length; i += Vector<float>.Count)
        {
            var mine = new Vector<float>(parameters, i);
            (mine + (share * (new Vector<float>(other.parameters, i) - mine))).CopyTo(parameters, i);
        }

        for (; i < parameters.Length; i++)
            parameters[i] += tau * (other.parameters[i] - parameters[i]);
        stale = true;
    }

    private ReadOnlySpan<float> InputOf(int layer) => layer == 0 ? input.From(firstInputRow * InputWidth) : layers[layer - 1].Output.Span;

    private void Back(bool ofParameters, int firstInput, int inputs)
    {
        if (batch == 0)
            throw new InvalidOperationException("Backward needs a Forward before it.");
        Pack();
        unread |= ofParameters;
        var columns = Gemm.RoundUp(inputs, Gemm.ColumnAlignment);
        var firstColumn = Math.Min(firstInput, InputWidth - columns);
        for (var from = 0; from < batch; from += RowBlock)
        {
            var count = Math.Min(RowBlock, batch - from);
            var rows = Gemm.RoundUp(count, Gemm.RowAlignment);
            for (var k = layers.Length - 1; k >= 0; k--)
            {
                if (ofParameters)
                    layers[k].AddGradient(from, count, InputOf(k));
                if (k > 0)
                {
                    var below = layers[k - 1];
                    layers[k].BackwardInput(from, rows, 0, below.OutputWidth, below.OutputSlope.Span);
                    Rows.Mask(
                        below.Output.From(from * below.OutputWidth),
                        below.OutputSlope.From(from * below.OutputWidth)[..(rows * below.OutputWidth)]);
                }
                else if (inputs > 0)
                    layers[0].BackwardInput(from, rows, firstColumn, columns, inputSlope.Span);
            }
        }
    }

    private void Pack()
    {
        if (!stale)
            return;
        foreach (var layer in layers)
            layer.Pack(parameters);
        stale = false;
    }

    private void RequireSameSizes(Mlp other)
    {
        if (!Sizes.SequenceEqual(other.Sizes))
        {
            throw new ArgumentException(
                $"Sizes {string.Join('-', other.Sizes)} are not this network's {string.Join('-', Sizes)}.", nameof(other));
        }
    }
}
