using System.Numerics;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>
/// A small multilayer perceptron in float, for batches: z = W x + b, ReLU after every layer but the last. The flat parameters are, layer by layer,
/// W (outputs x inputs, row-major) then b: the layout of shared/Actor's network, so export is a copy. Nothing is allocated after construction.
/// Sums run in one fixed order (<see cref="Gemm"/>): the same bits on every machine and for every batch a row is part of.
/// Memory: about 8 batchCapacity (sum of widths) + 20 (parameters) bytes.
/// </summary>
public sealed class Mlp
{
    // A block goes through all layers before the next one: what it computes stays in the cache.
    private const int RowBlock = 64;

    private readonly MlpLayer[] layers;
    private readonly float[] parameters;
    private readonly float[] gradient;
    private readonly float[] input;
    private readonly float[] inputSlope;
    private bool stale = true;
    private int batch;

    /// <param name="sizes">Inputs, hidden widths, outputs: two numbers or more, each 1 or more.</param>
    /// <param name="batchCapacity">The largest batch, 1 or more.</param>
    public Mlp(IReadOnlyList<int> sizes, int batchCapacity)
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
        input = new float[rows * layers[0].InputWidth];
        inputSlope = new float[rows * layers[0].InputWidth];
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

    /// <summary>Loss by parameter, in the layout of the parameters: of the last <see cref="Backward"/>.</summary>
    public Span<float> Gradient => gradient;

    /// <summary>W of a layer, outputs x inputs.</summary>
    public ReadOnlySpan<float> WeightsOf(int layer) => parameters.AsSpan(layers[layer].WeightAt, layers[layer].Inputs * layers[layer].Outputs);

    /// <summary>b of a layer.</summary>
    public ReadOnlySpan<float> BiasesOf(int layer) => parameters.AsSpan(layers[layer].BiasAt, layers[layer].Outputs);

    /// <param name="count">Rows of this batch, 1 to <see cref="BatchCapacity"/>.</param>
    /// <param name="x">count x inputs.</param>
    /// <param name="y">count x outputs.</param>
    public void Forward(int count, ReadOnlySpan<float> x, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, BatchCapacity);
        batch = count;
        Pack();
        Rows.Widen(count, InputCount, x, layers[0].InputWidth, input);
        for (var from = 0; from < count; from += RowBlock)
            ForwardBlock(from, Math.Min(RowBlock, count - from));
        Rows.Narrow(count, OutputCount, layers[^1].OutputWidth, layers[^1].Output, y);
    }

    /// <summary>Gradients of the last <see cref="Forward"/>, summed over its batch, into <see cref="Gradient"/> (what stood there goes).</summary>
    /// <param name="dy">Loss by output, count x outputs.</param>
    /// <param name="dx">Loss by input, count x inputs; empty where nobody asks.</param>
    public void Backward(ReadOnlySpan<float> dy, Span<float> dx) => Back(dy, dx, ofParameters: true);

    /// <summary>The loss by input alone: <see cref="Gradient"/> stays.</summary>
    public void BackwardInput(ReadOnlySpan<float> dy, Span<float> dx) => Back(dy, dx, ofParameters: false);

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

    private void Back(ReadOnlySpan<float> dy, Span<float> dx, bool ofParameters)
    {
        if (batch == 0)
            throw new InvalidOperationException("Backward needs a Forward before it.");
        Pack();
        var last = layers[^1];
        Rows.Widen(batch, OutputCount, dy, last.OutputWidth, last.OutputSlope);
        if (ofParameters)
            gradient.AsSpan().Clear();
        foreach (var layer in layers)
            layer.WeightSlope.AsSpan().Clear();
        for (var from = 0; from < batch; from += RowBlock)
            BackBlock(from, Math.Min(RowBlock, batch - from), ofParameters, ofInput: !dx.IsEmpty);
        if (ofParameters)
        {
            foreach (var layer in layers)
                Rows.Narrow(layer.Outputs, layer.Inputs, layer.InputWidth, layer.WeightSlope, gradient.AsSpan(layer.WeightAt));
        }

        if (!dx.IsEmpty)
            Rows.Narrow(batch, InputCount, layers[0].InputWidth, inputSlope, dx);
    }

    private void ForwardBlock(int from, int count)
    {
        var rows = Gemm.RoundUp(count, Gemm.RowAlignment);
        var current = input;
        for (var k = 0; k < layers.Length; k++)
        {
            var layer = layers[k];
            var output = layer.Output.AsSpan(from * layer.OutputWidth, rows * layer.OutputWidth);
            Rows.Fill(layer.Bias, output);
            Gemm.Accumulate(rows, layer.OutputWidth, layer.Inputs, current.AsSpan(from * layer.InputWidth), layer.InputWidth, 1, layer.WeightTransposed, output);
            if (k < layers.Length - 1)
                Rectify(output);
            current = layer.Output;
        }
    }

    private void BackBlock(int from, int count, bool ofParameters, bool ofInput)
    {
        var rows = Gemm.RoundUp(count, Gemm.RowAlignment);
        for (var k = layers.Length - 1; k >= 0; k--)
        {
            var layer = layers[k];
            var slope = layer.OutputSlope.AsSpan(from * layer.OutputWidth, rows * layer.OutputWidth);
            if (ofParameters)
            {
                var x = (k == 0 ? input : layers[k - 1].Output).AsSpan(from * layer.InputWidth, rows * layer.InputWidth);
                Gemm.Accumulate(layer.OutputRows, layer.InputWidth, count, slope, 1, layer.OutputWidth, x, layer.WeightSlope);
                Rows.AddSum(count, layer.Outputs, layer.OutputWidth, slope, gradient.AsSpan(layer.BiasAt, layer.Outputs));
            }

            if (k == 0 && !ofInput)
                return;
            var below = (k == 0 ? inputSlope : layers[k - 1].OutputSlope).AsSpan(from * layer.InputWidth, rows * layer.InputWidth);
            below.Clear();
            Gemm.Accumulate(rows, layer.InputWidth, layer.Outputs, slope, layer.OutputWidth, 1, layer.Weight, below);
            if (k > 0)
                MaskByRectifier(below, layers[k - 1].Output.AsSpan(from * layer.InputWidth));
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

    // Lane by lane, so the width of a vector changes nothing. NaN stays NaN: a network that blew up shall be seen.
    private static void Rectify(Span<float> values)
    {
        for (var i = 0; i < values.Length; i += Gemm.ColumnAlignment)
        {
            for (var j = i; j < i + Gemm.ColumnAlignment; j += Vector<float>.Count)
                Vector.Max(new Vector<float>(values[j..]), Vector<float>.Zero).CopyTo(values[j..]);
        }
    }

    private static void MaskByRectifier(Span<float> slopes, ReadOnlySpan<float> outputs)
    {
        for (var i = 0; i < slopes.Length; i += Vector<float>.Count)
        {
            var passes = Vector.GreaterThan(new Vector<float>(outputs[i..]), Vector<float>.Zero);
            Vector.ConditionalSelect(passes, new Vector<float>(slopes[i..]), Vector<float>.Zero).CopyTo(slopes[i..]);
        }
    }

    private void RequireSameSizes(Mlp other)
    {
        if (!Sizes.SequenceEqual(other.Sizes))
            throw new ArgumentException($"Sizes {string.Join('-', other.Sizes)} are not this network's {string.Join('-', Sizes)}.", nameof(other));
    }
}
