using MultiAgentEdge.Security;

namespace MultiAgentEdge.Wire
{
    /// <summary>
    /// The envelope of every binary frame, little-endian: 28 bytes of header, the payload, where it is signed a tag of 8 bytes, CRC32 over
    /// all of it (byte table in README.md). Allocates nothing and never throws on received bytes.
    /// </summary>
    public static class FrameCodec
    {
        /// <summary>"MA" in memory order.</summary>
        public const ushort Magic = 0x414D;

        public const byte Schema = 1;

        public const int HeaderBytes = 28;

        private const byte Tagged = 1;

        /// <summary>Header and checksum: the length of a frame with an empty payload.</summary>
        public const int OverheadBytes = 32;

        /// <summary>
        /// Completes the frame whose payload stands at <c>buffer[HeaderBytes..]</c>: writes header and checksum.
        /// </summary>
        /// <param name="buffer">At least <c>OverheadBytes + payloadLength</c> bytes.</param>
        /// <returns>Total length in bytes.</returns>
        public static int Seal(byte[] buffer, FrameKind kind, uint epoch, uint sequence, long timeUs, int payloadLength)
        {
            return Seal(buffer, kind, epoch, sequence, timeUs, payloadLength, null);
        }

        /// <summary>As above, with the tag of a session behind the payload.</summary>
        /// <param name="buffer">At least <c>OverheadBytes + SessionTag.TagBytes + payloadLength</c> bytes.</param>
        /// <param name="tag">Null: not signed.</param>
        public static int Seal(byte[] buffer, FrameKind kind, uint epoch, uint sequence, long timeUs, int payloadLength, SessionTag tag)
        {
            int taggedLength = tag == null ? payloadLength : payloadLength + SessionTag.TagBytes;
            buffer[0] = Magic & 0xFF;
            buffer[1] = Magic >> 8;
            buffer[2] = Schema;
            buffer[3] = (byte)kind;
            Bytes.PutU32(buffer, 4, epoch);
            Bytes.PutU32(buffer, 8, sequence);
            buffer[12] = tag == null ? (byte)0 : Tagged;
            buffer[13] = 0;
            buffer[14] = 0;
            buffer[15] = 0;
            Bytes.PutI64(buffer, 16, timeUs);
            Bytes.PutU16(buffer, 24, taggedLength);
            buffer[26] = (byte)(taggedLength >> 16);
            buffer[27] = (byte)(taggedLength >> 24);
            if (tag != null)
                tag.Put(buffer, HeaderBytes + payloadLength);
            int end = HeaderBytes + taggedLength;
            Bytes.PutU32(buffer, end, Crc32.Compute(buffer, 0, end));
            return end + 4;
        }

        /// <summary>Checks a received frame and fills <paramref name="header"/>, which stays unchanged unless the result is Ok.</summary>
        /// <param name="buffer">Received bytes; may be longer than the frame.</param>
        /// <param name="length">Bytes received.</param>
        public static FrameStatus TryOpen(byte[] buffer, int length, FrameHeader header)
        {
            if (buffer == null || length < OverheadBytes || length > buffer.Length)
                return FrameStatus.Truncated;
            if (Bytes.GetU16(buffer, 0) != Magic)
                return FrameStatus.WrongMagic;
            if (buffer[2] != Schema)
                return FrameStatus.WrongSchema;
            byte kind = buffer[3];
            if (kind < (byte)FrameKind.State || kind > (byte)FrameKind.Pose)
                return FrameStatus.UnknownKind;
            uint declared = Bytes.GetU32(buffer, 24);
            uint present = (uint)(length - OverheadBytes);
            if (declared != present)
                return FrameStatus.WrongLength;
            int end = length - 4;
            if (Crc32.Compute(buffer, 0, end) != Bytes.GetU32(buffer, end))
                return FrameStatus.WrongChecksum;
            uint form = Bytes.GetU32(buffer, 12);
            if (form > Tagged)
                return FrameStatus.WrongSchema;
            bool isTagged = form == Tagged;
            if (isTagged && present < SessionTag.TagBytes)
                return FrameStatus.Truncated;
            header.Kind = (FrameKind)kind;
            header.Epoch = Bytes.GetU32(buffer, 4);
            header.Sequence = Bytes.GetU32(buffer, 8);
            header.TimeUs = Bytes.GetI64(buffer, 16);
            header.IsTagged = isTagged;
            header.PayloadLength = length - OverheadBytes - (isTagged ? SessionTag.TagBytes : 0);
            return FrameStatus.Ok;
        }
    }
}
