using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware.Sim;

/// <summary>A <see cref="SimulatedFlash"/> that takes memory only once something is written: thousands of rovers have one that never
/// is.</summary>
public sealed class BlankFlash(int blockCount, int blockBytes, ulong seed) : IBlockStore
{
    private SimulatedFlash? flash;

    public int BlockCount => blockCount;

    public int BlockBytes => blockBytes;

    /// <summary>The flash itself, made where it is not there yet.</summary>
    public SimulatedFlash Whole => flash ??= new SimulatedFlash(blockCount, blockBytes, seed);

    public bool TryRead(int block, int offset, byte[] buffer, int bufferOffset, int length)
    {
        if (flash is not null)
            return flash.TryRead(block, offset, buffer, bufferOffset, length);
        Array.Fill(buffer, (byte)0xFF, bufferOffset, length);
        return true;
    }

    public bool TryErase(int block) => flash is null || flash.TryErase(block);

    public bool TryWrite(int block, int offset, byte[] buffer, int bufferOffset, int length) =>
        Whole.TryWrite(block, offset, buffer, bufferOffset, length);
}
