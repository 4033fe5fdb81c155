using System;

namespace MultiAgentEdge.Wire
{
    /// <summary>
    /// Payload of <see cref="FrameKind.Desired"/>: which parameter set the host wants, from when on, and its signature
    /// (<c>Security.ParameterSignature</c>). 88 bytes. Retained.
    /// </summary>
    public sealed class DesiredFrame
    {
        public const int PayloadBytes = SignedBytes + SignatureBytes;

        /// <summary>What the signature covers: everything before it.</summary>
        public const int SignedBytes = 24 + DigestBytes;

        public const int DigestBytes = 32;

        public const int SignatureBytes = 32;

        /// <summary>Value of <see cref="ActivateAtTick"/>: stage the set and hold.</summary>
        public const uint StageOnly = 0xFFFFFFFF;

        /// <summary>Value of <see cref="ActivateAtTick"/>: stage the set; it becomes active in the very period in which the active one has
        /// done its task, if it goes on from where that one ends, and otherwise not at all.</summary>
        public const uint WhenDone = 0xFFFFFFFE;

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

        /// <summary>With <see cref="AllowRollback"/>: the active version to go back from, so that an old rollback cannot be replayed later.
        /// Zero without.</summary>
        public uint RollbackFrom;

        /// <summary>SHA-256 of the whole set; zeros while unsigned.</summary>
        public readonly byte[] Digest = new byte[DigestBytes];

        /// <summary>HMAC-SHA256; all zero: not signed.</summary>
        public readonly byte[] Signature = new byte[SignatureBytes];

        public bool IsSigned
        {
            get
            {
                int any = 0;
                for (int i = 0; i < SignatureBytes; i++)
                    any |= Signature[i];
                return any != 0;
            }
        }

        /// <summary>Makes the frame an unsigned one.</summary>
        public void ClearSignature()
        {
            Array.Clear(Digest, 0, DigestBytes);
            Array.Clear(Signature, 0, SignatureBytes);
        }

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
            Bytes.PutU32(buffer, offset + 20, RollbackFrom);
            Array.Copy(Digest, 0, buffer, offset + 24, DigestBytes);
            Array.Copy(Signature, 0, buffer, offset + SignedBytes, SignatureBytes);
            return PayloadBytes;
        }

        /// <summary>False, with every field unchanged: wrong length, unknown flags, an empty set, empty chunks, or a rollback that does not
        /// go back.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length != PayloadBytes)
                return false;
            uint version = Bytes.GetU32(buffer, offset);
            long byteCount = Bytes.GetU32(buffer, offset + 4);
            int chunkBytes = Bytes.GetU16(buffer, offset + 12);
            int flags = Bytes.GetU16(buffer, offset + 14);
            uint rollbackFrom = Bytes.GetU32(buffer, offset + 20);
            if (byteCount == 0 || byteCount > int.MaxValue || chunkBytes == 0 || flags > AllowRollback)
                return false;
            if (flags == AllowRollback ? rollbackFrom <= version : rollbackFrom != 0)
                return false;
            Version = version;
            ByteCount = (int)byteCount;
            Crc32 = Bytes.GetU32(buffer, offset + 8);
            ChunkBytes = chunkBytes;
            Flags = flags;
            ActivateAtTick = Bytes.GetU32(buffer, offset + 16);
            RollbackFrom = rollbackFrom;
            Array.Copy(buffer, offset + 24, Digest, 0, DigestBytes);
            Array.Copy(buffer, offset + SignedBytes, Signature, 0, SignatureBytes);
            return true;
        }
    }
}
