namespace MultiAgentEdge.Host.Training;

/// <summary>
/// Reads a checkpoint's numbers and takes none that no run gets: a checksum proves that a file is as it was written, not that it was
/// written by a run.
/// </summary>
internal sealed class CheckpointReader(Stream stream) : BinaryReader(stream)
{
    /// <summary>Magnitude that nothing in a checkpoint reaches: sums of squares over the longest run stay below it.</summary>
    public const double Most = 1e15;

    public override double ReadDouble() => Checked(base.ReadDouble());

    public override float ReadSingle() => (float)Checked(base.ReadSingle());

    /// <exception cref="CheckpointException">Not finite, or beyond <paramref name="most"/>.</exception>
    public static double Checked(double value, double most = Most) =>
        Math.Abs(value) <= most
            ? value
            : throw new CheckpointException(FormattableString.Invariant($"The checkpoint holds a number that no run gets: {value:G6}."));
}
