namespace MultiAgentEdge.Hardware
{
    /// <summary>Bytes to and from whoever holds the cable. Nothing here blocks for longer than it takes to hand the bytes over.</summary>
    public interface ISerialLine
    {
        /// <summary>Takes what has come, at most the buffer's length; returns how many bytes, 0 for none.</summary>
        int Read(byte[] buffer);

        void Write(byte[] buffer, int length);
    }
}
