using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// theta_i as one flat vector: the learned numbers of one local problem, block after block, each as its change from where it started. Reads
/// and writes without allocating.
/// </summary>
public sealed class Theta
{
    private readonly ParameterBlock[] blocks;
    private readonly int[] indices;
    private readonly double[] start;
    private readonly double[] lower;
    private readonly double[] upper;

    /// <param name="start">Parameters at theta = 0; they are read here only.</param>
    /// <exception cref="ArgumentException">A block has no rate or more rates than elements, or an empty box.</exception>
    public Theta(MpcParameters start, IReadOnlyList<BlockOptions> options)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(options);
        var elements = options
            .SelectMany(block => Enumerable.Range(0, Size(start, block)).Select(index => (Options: block, Index: index)))
            .ToList();
        blocks = [.. elements.Select(element => element.Options.Block)];
        indices = [.. elements.Select(element => element.Index)];
        Rate = [.. elements.Select(element => element.Options.Rate[Math.Min(element.Index, element.Options.Rate.Count - 1)])];
        lower = [.. elements.Select(element => element.Options.Lower)];
        upper = [.. elements.Select(element => element.Options.Upper)];
        this.start = new double[Count];
        CopyFrom(start, this.start);
    }

    /// <summary>Elements.</summary>
    public int Count => blocks.Length;

    /// <summary>Relative step, one an element.</summary>
    public double[] Rate { get; }

    public ParameterBlock BlockOf(int element) => blocks[element];

    /// <summary>Where in its block an element is, row-major.</summary>
    public int IndexOf(int element) => indices[element];

    /// <summary>Name of an element for people and files: <c>ModelOffset[0]</c>.</summary>
    public string NameOf(int element) => $"{blocks[element]}[{indices[element]}]";

    /// <summary>Value put into the element's box.</summary>
    public double Boxed(int element, double value) => Math.Clamp(value, lower[element], upper[element]);

    /// <summary>Takes the elements out of parameters, or out of a gradient, which has their shape.</summary>
    public void CopyFrom(MpcParameters from, double[] into)
    {
        for (var i = 0; i < Count; i++)
            into[i] = blocks[i] == ParameterBlock.ValueOffset ? from.ValueOffset : ArrayOf(from, blocks[i])[indices[i]];
    }

    /// <summary>Puts start + theta into parameters; configure their controller afterwards.</summary>
    public void Apply(double[] theta, MpcParameters into)
    {
        for (var i = 0; i < Count; i++)
        {
            if (blocks[i] == ParameterBlock.ValueOffset)
                into.ValueOffset = start[i] + theta[i];
            else
                ArrayOf(into, blocks[i])[indices[i]] = start[i] + theta[i];
        }
    }

    private static int Size(MpcParameters parameters, BlockOptions options)
    {
        var size = options.Block == ParameterBlock.ValueOffset ? 1 : ArrayOf(parameters, options.Block).Length;
        if (options.Rate.Count < 1 || options.Rate.Count > size || options.Lower > options.Upper)
            throw new ArgumentException($"{options.Block} has {size} elements: it takes 1 to {size} rates, and a box that is not empty.");
        return size;
    }

    private static double[] ArrayOf(MpcParameters p, ParameterBlock block) => block switch
    {
        ParameterBlock.ModelOffset => p.Offset,
        ParameterBlock.LowerTightening => p.StateLowerTightening,
        ParameterBlock.UpperTightening => p.StateUpperTightening,
        ParameterBlock.ModelA => p.A,
        ParameterBlock.ModelB => p.B,
        ParameterBlock.StageStateWeight => p.StageStateWeight,
        ParameterBlock.StageInputWeight => p.StageInputWeight,
        ParameterBlock.TerminalWeight => p.TerminalWeight,
        ParameterBlock.StageStateLinear => p.StageStateLinear,
        ParameterBlock.StageInputLinear => p.StageInputLinear,
        ParameterBlock.TerminalLinear => p.TerminalLinear,
        _ => throw new ArgumentOutOfRangeException(nameof(block), block, "This block is no array."),
    };
}
