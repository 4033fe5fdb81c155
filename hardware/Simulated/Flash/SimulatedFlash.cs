using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>
/// NOR flash: an erase sets a whole block to 0xFF, a write can only clear bits. The power may be cut in the middle of any write or
/// erase: a part of the bytes is done, the byte at the cut holds a mixture, and a torn erase leaves bits of its rest weakly set. After
/// the cut every call fails and changes nothing until <see cref="PowerOn"/>. Bad ranges throw: they are programming errors.
/// </summary>
public sealed class SimulatedFlash : IBlockStore
{
    private readonly byte[] _bytes;
    private readonly int[] _eraseCounts;
    private readonly Xoshiro256 _noise;
    private long _operationsToCut = long.MaxValue;

    /// <param name="blockCount">At least 1.</param>
    /// <param name="blockBytes">At least 1; an ESP32 erases 4096.</param>
    /// <param name="seed">Of the torn bytes.</param>
    public SimulatedFlash(int blockCount, int blockBytes = 4096, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockBytes, 1);
        BlockCount = blockCount;
        BlockBytes = blockBytes;
        _bytes = new byte[blockCount * blockBytes];
        _eraseCounts = new int[blockCount];
        _noise = new Xoshiro256(seed);
        Array.Fill(_bytes, (byte)0xFF);
    }

    /// <inheritdoc/>
    public int BlockCount { get; }

    /// <inheritdoc/>
    public int BlockBytes { get; }

    public bool IsPowered { get; private set; } = true;

    /// <summary>Writes and erases begun while powered, the torn one included.</summary>
    public long Operations { get; private set; }

    public long BytesWritten { get; private set; }

    /// <summary>Wear: how often a block was erased.</summary>
    public int EraseCount(int block) => _eraseCounts[block];

    /// <summary>Cuts the power in the middle of the n-th write or erase from now; 1 is the next one.</summary>
    public void CutAt(long operation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(operation, 1);
        _operationsToCut = operation;
    }

    /// <summary>Power is back, and stays.</summary>
    public void PowerOn()
    {
        IsPowered = true;
        _operationsToCut = long.MaxValue;
    }

    /// <summary>The whole content; <see cref="Load"/> takes it back.</summary>
    public byte[] Snapshot() => [.. _bytes];

    /// <param name="content">blockCount * blockBytes bytes.</param>
    public void Load(byte[] content) => content.AsSpan(0, _bytes.Length).CopyTo(_bytes);

    /// <inheritdoc/>
    public bool TryRead(int block, int offset, byte[] buffer, int bufferOffset, int length)
    {
        var address = Address(block, offset, length);
        if (IsPowered)
        {
            Array.Copy(_bytes, address, buffer, bufferOffset, length);
        }

        return IsPowered;
    }

    /// <inheritdoc/>
    public bool TryErase(int block)
    {
        var address = Address(block, 0, BlockBytes);
        if (!IsPowered)
        {
            return false;
        }

        _eraseCounts[block]++;
        var done = Begin(BlockBytes);
        Array.Fill(_bytes, (byte)0xFF, address, done);
        for (var i = done; i < BlockBytes; i++)
        {
            _bytes[address + i] |= (byte)(_noise.NextUInt64() & _noise.NextUInt64());
        }

        return IsPowered;
    }

    /// <inheritdoc/>
    public bool TryWrite(int block, int offset, byte[] buffer, int bufferOffset, int length)
    {
        var address = Address(block, offset, length);
        if (!IsPowered)
        {
            return false;
        }

        var done = Begin(length);
        for (var i = 0; i < done; i++)
        {
            _bytes[address + i] &= buffer[bufferOffset + i];
        }

        if (!IsPowered && done < length)
        {
            _bytes[address + done] &= (byte)(buffer[bufferOffset + done] | (byte)_noise.NextUInt64());
        }

        BytesWritten += done;
        return IsPowered;
    }

    /// <summary>How many of the bytes get done; fewer than asked, or all but unconfirmed, where the power goes.</summary>
    private int Begin(int length)
    {
        Operations++;
        if (--_operationsToCut > 0)
        {
            return length;
        }

        IsPowered = false;
        return _noise.NextInt32(length + 1);
    }

    private int Address(int block, int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(block);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(block, BlockCount);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, BlockBytes - length);
        return block * BlockBytes + offset;
    }
}
