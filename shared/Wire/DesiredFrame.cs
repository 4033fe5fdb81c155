namespace MultiAgentEdge.Wire
{
    /// <summary>Payload of <see cref="FrameKind.Desired"/>: which parameter set the host wants, and from when on. 20 bytes. Retained.</summary>
    public sealed class DesiredFrame
    {
        public const int PayloadBytes = 20;

        /// <summary>Value of <see cref="ActivateAtTick"/>: stage the set and hold.</summary>
        public const uint StageOnly = 0xFFFFFFFF;

        /// <summary>Bit of <see cref="Flags"/>: a version below the active one is wanted.</summary>
        public const int AllowRollback = 1;

        public uint Version;

        /// <summary>Length of the whole set, bytes; at least 1.</summary>
        public int ByteCount;

        /// <summary>The set's own trailing checksum (<c>ParameterSet.Crc</c>).</summary>
        public uint Crc32;

        /// <summary>Bytes in every chunk but the last; at least 1.</summary>
        public int ChunkBytes;

        public int Flags;

        public uint ActivateAtTick;

        /// <returns>Bytes written.</returns>
        public int Write(byte[] buffer, int offset)
        {
            uint byteCount = (uint)ByteCount;
            Bytes.PutU32(buffer, offset, Version);
            Bytes.PutU32(buffer, offset + 4, byteCount);
            Bytes.PutU32(buffer, offset + 8, Crc32);
            Bytes.PutU16(buffer, offset + 12, ChunkBytes);
            Bytes.PutU16(buffer, offset + 14, Flags);
            Bytes.PutU32(buffer, offset + 16, ActivateAtTick);
            return PayloadBytes;
        }

        /// <summary>False, with every field unchanged: wrong length, unknown flags, an empty set or empty chunks.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length != PayloadBytes)
                return false;
            long byteCount = Bytes.GetU32(buffer, offset + 4);
            int chunkBytes = Bytes.GetU16(buffer, offset + 12);
            int flags = Bytes.GetU16(buffer, offset + 14);
            if (byteCount == 0 || byteCount > int.MaxValue || chunkBytes == 0 || flags > AllowRollback)
                return false;
            Version = Bytes.GetU32(buffer, offset);
            ByteCount = (int)byteCount;
            Crc32 = Bytes.GetU32(buffer, offset + 8);
            ChunkBytes = chunkBytes;
            Flags = flags;
            ActivateAtTick = Bytes.GetU32(buffer, offset + 16);
            return true;
        }
    }
}
