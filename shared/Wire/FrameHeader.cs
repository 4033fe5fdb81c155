namespace MultiAgentEdge.Wire
{
    /// <summary>The header of a received frame; owned and reused by the receiver. Unchanged where a frame was refused.</summary>
    public sealed class FrameHeader
    {
        public FrameKind Kind;

        /// <summary>Session number of the sender; a later session wins.</summary>
        public uint Epoch;

        /// <summary>Grows by at least one with every frame of an epoch.</summary>
        public uint Sequence;

        /// <summary>The sender's clock when the frame was sealed, microseconds. For display only: order is by sequence.</summary>
        public long TimeUs;

        /// <summary>Whether a tag stands behind the payload; whose it is, the tag's own check tells.</summary>
        public bool IsTagged;

        /// <summary>Bytes of payload, from <see cref="FrameCodec.HeaderBytes"/> on.</summary>
        public int PayloadLength;
    }
}
