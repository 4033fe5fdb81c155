namespace MultiAgentEdge.Host.Training;

/// <summary>The largest of the last values, over a window that moves on a block at a time; 0 where none was above it.</summary>
public sealed class RecentMaximum
{
    private readonly double[] blocks;
    private readonly int blockLength;
    private int taken;

    /// <param name="blocks">1 or more.</param>
    /// <param name="blockLength">Values a block, 1 or more.</param>
    public RecentMaximum(int blocks, int blockLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        this.blocks = new double[blocks];
        this.blockLength = blockLength;
    }

    /// <summary>At least the last (blocks - 1) x length values are in it.</summary>
    public double Value { get; private set; }

    public void Add(double value)
    {
        var at = taken / blockLength;
        if (taken % blockLength == 0)
            blocks[at] = 0.0;
        blocks[at] = Math.Max(blocks[at], value);
        taken = taken + 1 == blocks.Length * blockLength ? 0 : taken + 1;
        Value = 0.0;
        for (var k = 0; k < blocks.Length; k++)
            Value = Math.Max(Value, blocks[k]);
    }

    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArray(blocks);
        writer.Write(taken);
        writer.Write(Value);
    }

    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.ReadArray(blocks);
        taken = reader.ReadInt32();
        if (taken < 0 || taken >= blocks.Length * blockLength)
            throw new CheckpointException("The checkpoint holds no maximum of the last values.");
        Value = reader.ReadDouble();
    }
}
