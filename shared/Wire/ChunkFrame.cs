using System;

namespace MultiAgentEdge.Wire
{
    /// <summary>Payload of <see cref="FrameKind.Chunk"/>: a piece of a parameter set. 12 bytes and the data.</summary>
    public sealed class ChunkFrame
    {
        public const int FixedBytes = 12;

        /// <param name="dataCapacity">Most bytes of data taken, at most 65,535.</param>
        public ChunkFrame(int dataCapacity)
        {
            Data = new byte[dataCapacity];
        }

        public uint Version;

        /// <summary>Checksum of the whole set: tells two sets of one version apart.</summary>
        public uint Crc32;

        /// <summary>Position in the set, in chunks, from 0.</summary>
        public int Index;

        /// <summary>Bytes of data; at least 1.</summary>
        public int Length;

        public readonly byte[] Data;

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
            Array.Copy(Data, 0, buffer, offset + FixedBytes, Length);
            return FixedBytes + Length;
        }

        /// <summary>False, with every field unchanged: wrong length, no data or more than fits.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length < FixedBytes)
                return false;
            int count = Bytes.GetU16(buffer, offset + 10);
            if (count == 0 || count > Data.Length || length != BytesFor(count))
                return false;
            Version = Bytes.GetU32(buffer, offset);
            Crc32 = Bytes.GetU32(buffer, offset + 4);
            Index = Bytes.GetU16(buffer, offset + 8);
            Length = count;
            Array.Copy(buffer, offset + FixedBytes, Data, 0, count);
            return true;
        }
    }
}
