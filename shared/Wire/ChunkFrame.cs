using System;

namespace MultiAgentEdge.Wire
{
    /// <summary>Payload of <see cref="FrameKind.Chunk"/>: a piece of a parameter set. 12 bytes and the data.</summary>
    public sealed class ChunkFrame
    {
        public const int FixedBytes = 12;

        /// <param name="dataCapacity">Most bytes of data written or copied, at most 65,535; 0 for a reader in place.</param>
        public ChunkFrame(int dataCapacity)
        {
            _own = new byte[dataCapacity];
            Data = _own;
        }

        private readonly byte[] _own;

        public uint Version;

        /// <summary>Checksum of the whole set: tells two sets of one version apart.</summary>
        public uint Crc32;

        /// <summary>Position in the set, in chunks, from 0.</summary>
        public int Index;

        /// <summary>Bytes of data; at least 1.</summary>
        public int Length;

        /// <summary>Where the data is: an array of this frame's own, or after <see cref="TryReadInPlace"/> the buffer that was
        /// read.</summary>
        public byte[] Data { get; private set; }

        /// <summary>Where in <see cref="Data"/> it begins.</summary>
        public int DataOffset { get; private set; }

        public static int BytesFor(int length)
        {
            return FixedBytes + length;
        }

        /// <returns>Bytes written.</returns>
        public int Write(byte[] buffer, int offset)
        {
            Bytes.PutU32(buffer, offset, Version);
            Bytes.PutU32(buffer, offset + 4, Crc32);
            Bytes.PutU16(buffer, offset + 8, Index);
            Bytes.PutU16(buffer, offset + 10, Length);
            Array.Copy(Data, DataOffset, buffer, offset + FixedBytes, Length);
            return FixedBytes + Length;
        }

        /// <summary>False, with every field unchanged: wrong length, no data or more than fits.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length < FixedBytes)
                return false;
            if (Bytes.GetU16(buffer, offset + 10) > _own.Length || !TryReadInPlace(buffer, offset, length))
                return false;
            Array.Copy(buffer, DataOffset, _own, 0, Length);
            Data = _own;
            DataOffset = 0;
            return true;
        }

        /// <summary>The same without a copy: the data stays where it was read, and is good until that buffer is used again.</summary>
        public bool TryReadInPlace(byte[] buffer, int offset, int length)
        {
            if (length < FixedBytes)
                return false;
            int count = Bytes.GetU16(buffer, offset + 10);
            if (count == 0 || length != BytesFor(count))
                return false;
            Version = Bytes.GetU32(buffer, offset);
            Crc32 = Bytes.GetU32(buffer, offset + 4);
            Index = Bytes.GetU16(buffer, offset + 8);
            Length = count;
            Data = buffer;
            DataOffset = offset + FixedBytes;
            return true;
        }
    }
}
