namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>One layer of a <see cref="Mlp"/>: where its numbers stand, and its buffers, padded as <see cref="Gemm"/> wants them.</summary>
internal sealed class MlpLayer
{
    public MlpLayer(int inputs, int outputs, int weightAt, int rows)
    {
        Inputs = inputs;
        Outputs = outputs;
        WeightAt = weightAt;
        BiasAt = weightAt + (inputs * outputs);
        InputWidth = Gemm.RoundUp(inputs, Gemm.ColumnAlignment);
        OutputWidth = Gemm.RoundUp(outputs, Gemm.ColumnAlignment);
        OutputRows = Gemm.RoundUp(outputs, Gemm.RowAlignment);
        Weight = new float[OutputRows * InputWidth];
        WeightTransposed = new float[inputs * OutputWidth];
        Bias = new float[OutputWidth];
        Output = new float[rows * OutputWidth];
        OutputSlope = new float[rows * OutputWidth];
        WeightSlope = new float[OutputRows * InputWidth];
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>First weight in the network's flat array.</summary>
    public int WeightAt { get; }

    /// <summary>First bias in the network's flat array.</summary>
    public int BiasAt { get; }

    public int InputWidth { get; }

    public int OutputWidth { get; }

    public int OutputRows { get; }

    /// <summary>OutputRows x InputWidth.</summary>
    public float[] Weight { get; }

    /// <summary>Inputs x OutputWidth.</summary>
    public float[] WeightTransposed { get; }

    public float[] Bias { get; }

    /// <summary>Rows x OutputWidth, after ReLU where there is one.</summary>
    public float[] Output { get; }

    /// <summary>Rows x OutputWidth: loss by what the layer computes before ReLU.</summary>
    public float[] OutputSlope { get; }

    /// <summary>OutputRows x InputWidth.</summary>
    public float[] WeightSlope { get; }

    /// <summary>Takes weights and bias into the padded copies.</summary>
    public void Pack(ReadOnlySpan<float> parameters)
    {
        for (var o = 0; o < Outputs; o++)
        {
            var row = parameters.Slice(WeightAt + (o * Inputs), Inputs);
            row.CopyTo(Weight.AsSpan(o * InputWidth));
            for (var i = 0; i < row.Length; i++)
                WeightTransposed[(i * OutputWidth) + o] = row[i];
        }

        parameters.Slice(BiasAt, Outputs).CopyTo(Bias);
    }
}
