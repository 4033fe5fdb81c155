using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// Prediction-error fit of x+ = A x + B u + b to all transitions so far: ridge regression towards the model it starts with,
/// min sum |x+ - M z|^2 + weight |M - M_0|^2 with z = (x, u, 1) and M = [A B b]. It keeps the sums, not a recursive inverse: nothing
/// drifts, and the order of transitions does not matter beyond rounding. Allocates only in the constructor.
/// </summary>
public sealed class ModelFit
{
    private readonly int states;
    private readonly int inputs;
    private readonly int size;
    private readonly double[] start;       // nx x size
    private readonly double[] information; // size x size: sum z z' + weight I
    private readonly double[] innovation;  // nx x size: sum (x+ - M_0 z) z'
    private readonly double[] factor;      // size x size
    private readonly double[] row;         // size
    private readonly double[] z;           // size

    /// <param name="a">nx x nx, row-major.</param>
    /// <param name="b">nx x nu.</param>
    /// <param name="offset">nx.</param>
    /// <param name="weight">Above 0: variance of the noise over the variance with which the first model is wrong.</param>
    public ModelFit(double[] a, double[] b, double[] offset, double weight)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        states = offset.Length;
        inputs = b.Length / states;
        size = states + inputs + 1;
        start = new double[states * size];
        for (var i = 0; i < states; i++)
        {
            Array.Copy(a, i * states, start, i * size, states);
            Array.Copy(b, i * inputs, start, (i * size) + states, inputs);
            start[(i * size) + size - 1] = offset[i];
        }

        Model = [.. start];
        information = new double[size * size];
        for (var k = 0; k < size; k++)
            information[k * (size + 1)] = weight;
        innovation = new double[states * size];
        factor = new double[size * size];
        row = new double[size];
        z = new double[size];
    }

    /// <summary>[A B b], nx x (nx + nu + 1), row-major.</summary>
    public double[] Model { get; }

    /// <summary>Elements of a row of <see cref="Model"/>.</summary>
    public int Width => size;

    /// <summary>The model's next state.</summary>
    /// <param name="into">nx.</param>
    public void Predict(double[] state, double[] input, double[] into)
    {
        ArgumentNullException.ThrowIfNull(into);
        SetRegressor(state, input);
        for (var i = 0; i < states; i++)
            into[i] = Kernel.Dot(Model, i * size, z, 0, size);
    }

    /// <summary>Takes a transition and fits anew.</summary>
    public void Add(double[] state, double[] input, double[] next)
    {
        ArgumentNullException.ThrowIfNull(next);
        SetRegressor(state, input);
        for (var k = 0; k < size; k++)
            Kernel.Axpy(z[k], z, 0, information, k * size, size);
        for (var i = 0; i < states; i++)
            Kernel.Axpy(next[i] - Kernel.Dot(start, i * size, z, 0, size), z, 0, innovation, i * size, size);
        UpperCholesky.CopyUpper(information, size, factor);
        if (!(UpperCholesky.Factor(factor, size, 1e-14) > 1e-14))
            return;
        for (var i = 0; i < states; i++)
        {
            Array.Copy(innovation, i * size, row, 0, size);
            UpperCholesky.Solve(factor, size, row);
            for (var k = 0; k < size; k++)
                Model[(i * size) + k] = start[(i * size) + k] + row[k];
        }
    }

    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArray(information);
        writer.WriteArray(innovation);
        writer.WriteArray(Model);
    }

    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.ReadArray(information);
        reader.ReadArray(innovation);
        reader.ReadArray(Model, FormationLearner.ThetaLimit);
        for (var k = 0; k < size; k++)
        {
            if (!(information[k * (size + 1)] > 0))
                throw new CheckpointException("The checkpoint holds sums of squares that are not positive.");
        }
    }

    private void SetRegressor(double[] state, double[] input)
    {
        Array.Copy(state, z, states);
        Array.Copy(input, 0, z, states, inputs);
        z[size - 1] = 1.0;
    }
}
