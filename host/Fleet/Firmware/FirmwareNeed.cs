using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Fleet.Firmware;

/// <summary>What an image takes of a board.</summary>
public static class FirmwareNeed
{
    private const int BlockBytes = 4096;

    /// <summary>Flash of one program slot that takes it in chunks of 1,024 bytes with room for one torn record, bytes.</summary>
    public static int SlotBytes(int imageBytes) => BlockBytes * ParameterStore.BlocksFor(imageBytes, BlockBytes);
}
