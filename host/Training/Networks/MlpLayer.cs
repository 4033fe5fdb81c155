namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>One layer of a <see cref="Mlp"/>: where its numbers stand, and its buffers, padded as <see cref="Gemm"/> wants them.</summary>
internal sealed class MlpLayer
{
    private readonly AlignedFloats weight; // OutputRows x InputWidth
    private readonly AlignedFloats weightTransposed; // Inputs x OutputWidth
    private readonly AlignedFloats bias; // OutputWidth
    private readonly AlignedFloats noStart; // InputWidth, zeros
    private readonly AlignedFloats weightSlope; // OutputRows x InputWidth
    private readonly AlignedFloats biasSlope; // OutputWidth
    private readonly int outputRows;

    public MlpLayer(int inputs, int outputs, int weightAt, int rows)
    {
        Inputs = inputs;
        Outputs = outputs;
        WeightAt = weightAt;
        BiasAt = weightAt + (inputs * outputs);
        InputWidth = Gemm.RoundUp(inputs, Gemm.ColumnAlignment);
        OutputWidth = Gemm.RoundUp(outputs, Gemm.ColumnAlignment);
        outputRows = Gemm.RoundUp(outputs, Gemm.RowAlignment);
        weight = new AlignedFloats(outputRows * InputWidth);
        weightTransposed = new AlignedFloats(inputs * OutputWidth);
        bias = new AlignedFloats(OutputWidth);
        noStart = new AlignedFloats(InputWidth);
        weightSlope = new AlignedFloats(outputRows * InputWidth);
        biasSlope = new AlignedFloats(OutputWidth);
        Output = new AlignedFloats(rows * OutputWidth);
        OutputSlope = new AlignedFloats(rows * OutputWidth);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>First weight in the network's flat array.</summary>
    public int WeightAt { get; }

    /// <summary>First bias in the network's flat array.</summary>
    public int BiasAt { get; }

    public int InputWidth { get; }

    public int OutputWidth { get; }

    /// <summary>Rows x OutputWidth, after ReLU where there is one.</summary>
    public AlignedFloats Output { get; }

    /// <summary>Rows x OutputWidth: loss by what the layer computes before ReLU.</summary>
    public AlignedFloats OutputSlope { get; }

    /// <summary>Takes weights and bias into the padded copies.</summary>
    public void Pack(ReadOnlySpan<float> parameters)
    {
        var transposed = weightTransposed.Span;
        for (var o = 0; o < Outputs; o++)
        {
            var row = parameters.Slice(WeightAt + (o * Inputs), Inputs);
            row.CopyTo(weight.From(o * InputWidth));
            for (var i = 0; i < row.Length; i++)
                transposed[(i * OutputWidth) + o] = row[i];
        }

        parameters.Slice(BiasAt, Outputs).CopyTo(bias.Span);
    }

    /// <summary>Rows of <see cref="Output"/> from rows of input.</summary>
    /// <param name="from">First row.</param>
    /// <param name="rows">A multiple of <see cref="Gemm.RowAlignment"/>.</param>
    /// <param name="input">All rows of input. // rows x InputWidth</param>
    /// <param name="rectify">With ReLU.</param>
    public void Forward(int from, int rows, ReadOnlySpan<float> input, bool rectify) => Gemm.Multiply(
        new GemmSizes(rows, OutputWidth, Inputs, InputWidth, 1, OutputWidth, 0, OutputWidth),
        input[(from * InputWidth)..], weightTransposed.Span, bias.Span, Output.From(from * OutputWidth), rectify);

    public void ClearGradient()
    {
        weightSlope.Span.Clear();
        biasSlope.Span.Clear();
    }

    /// <summary>Adds what <see cref="OutputSlope"/> says of some rows to the gradient.</summary>
    /// <param name="count">Rows, any number.</param>
    public void AddGradient(int from, int count, ReadOnlySpan<float> input)
    {
        var slope = OutputSlope.From(from * OutputWidth);
        Gemm.Multiply(
            new GemmSizes(outputRows, InputWidth, count, 1, OutputWidth, InputWidth, InputWidth, InputWidth),
            slope, input[(from * InputWidth)..], weightSlope.Span, weightSlope.Span);
        Rows.AddSum(count, slope, biasSlope.Span);
    }

    /// <summary>Loss by input of some rows from <see cref="OutputSlope"/>.</summary>
    /// <param name="firstColumn">First input that is asked for.</param>
    /// <param name="columns">How many, a multiple of <see cref="Gemm.ColumnAlignment"/>.</param>
    /// <param name="inputSlope">All rows. // rows x InputWidth</param>
    public void BackwardInput(int from, int rows, int firstColumn, int columns, Span<float> inputSlope) => Gemm.Multiply(
        new GemmSizes(rows, columns, Outputs, OutputWidth, 1, InputWidth, 0, InputWidth),
        OutputSlope.From(from * OutputWidth), weight.From(firstColumn), noStart.Span, inputSlope[((from * InputWidth) + firstColumn)..]);

    /// <summary>Writes the gradient where its parameters stand.</summary>
    public void ReadGradient(Span<float> gradient)
    {
        Rows.Narrow(Outputs, Inputs, InputWidth, weightSlope.Span, gradient[WeightAt..]);
        biasSlope.Span[..Outputs].CopyTo(gradient[BiasAt..]);
    }
}
