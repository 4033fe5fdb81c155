namespace MultiAgentEdge.Parameters
{
    /// <summary>
    /// Flash as a board has it: blocks that are erased whole (to 0xFF) and then written front to back.
    /// Every call may be the last one before the power goes.
    /// </summary>
    public interface IBlockStore
    {
        int BlockCount { get; }

        int BlockBytes { get; }

        bool TryRead(int block, int offset, byte[] buffer, int bufferOffset, int length);

        bool TryErase(int block);

        bool TryWrite(int block, int offset, byte[] buffer, int bufferOffset, int length);
    }
}
