using System;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Parameters
{
    /// <summary>
    /// One of the two slots: a header and a log of chunk records in order of arrival, written front to back; a last record commits.
    /// Positions have a fixed size, so a torn record costs its position and nothing else. Byte tables in README.md.
    /// Memory: 2 bytes a chunk, and 100 bytes that two slots share.
    /// </summary>
    internal sealed class ParameterSlot : IParameterBytes
    {
        public const int HeaderBytes = 32;
        public const int RecordHeaderBytes = 16;
        private const uint Magic = 0x5345414D; // "MAES"
        private const int Layout = 1;
        private const int CommitIndex = 0xFFFF;
        public const int ScratchBytes = 64;

        private readonly IBlockStore _store;
        private readonly int _firstBlock;
        private readonly int _blocks;
        private readonly ushort[] _positionOfChunk; // position + 1 of each chunk; 0: not there
        private readonly byte[] _scratch;
        private readonly byte[] _header;
        private readonly byte[] _tail = new byte[4];
        private int _next;

        /// <param name="chunkCapacity">Most chunks of a set.</param>
        /// <param name="scratch">ScratchBytes, shared with the other slot: nothing in it outlives a call.</param>
        /// <param name="header">HeaderBytes, shared likewise.</param>
        public ParameterSlot(IBlockStore store, int firstBlock, int blocks, int chunkCapacity, byte[] scratch, byte[] header)
        {
            _scratch = scratch;
            _header = header;
            _store = store;
            _firstBlock = firstBlock;
            _blocks = blocks;
            _positionOfChunk = new ushort[chunkCapacity];
        }

        /// <summary>Whether the slot has a whole header.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>Whether the commit record is there; the content is then still to be verified.</summary>
        public bool IsCommitted { get; private set; }

        /// <summary>Counts commits: the larger one is the newer set, whatever the versions say.</summary>
        public uint Generation { get; private set; }

        public uint Version { get; private set; }

        public int TotalBytes { get; private set; }

        /// <inheritdoc cref="IParameterBytes.Length"/>
        public int Length
        {
            get { return TotalBytes; }
        }

        public uint SetCrc { get; private set; }

        public int ChunkBytes { get; private set; }

        public int ChunkCount { get; private set; }

        public int MissingChunks { get; private set; }

        /// <summary>Positions not yet used.</summary>
        public int FreePositions
        {
            get { return Positions(ChunkBytes) - _next; }
        }

        public bool Fits(int totalBytes, int chunkBytes)
        {
            if (totalBytes < ParameterSet.HeaderBytes + 4 || chunkBytes < 1 || RecordBytes(chunkBytes) > _store.BlockBytes - HeaderBytes)
                return false;
            int chunks = Chunks(totalBytes, chunkBytes);
            return chunks <= _positionOfChunk.Length && chunks < CommitIndex && chunks + 1 <= Positions(chunkBytes);
        }

        public bool HasChunk(int index)
        {
            return _positionOfChunk[index] != 0;
        }

        public int ChunkLength(int index)
        {
            return index == ChunkCount - 1 ? TotalBytes - (index * ChunkBytes) : ChunkBytes;
        }

        /// <summary>Reads what the flash holds. False: the flash cannot be read.</summary>
        public bool Scan()
        {
            Forget();
            if (!_store.TryRead(_firstBlock, 0, _header, 0, HeaderBytes))
                return false;
            if (Bytes.GetU32(_header, 0) != Magic || Bytes.GetU16(_header, 4) != Layout
                || Crc32.Compute(_header, 0, HeaderBytes - 4) != Bytes.GetU32(_header, HeaderBytes - 4))
                return true;
            uint totalBytes = Bytes.GetU32(_header, 16);
            Take(
                Bytes.GetU32(_header, 8), Bytes.GetU32(_header, 12), (int)(long)totalBytes, Bytes.GetU32(_header, 20),
                Bytes.GetU16(_header, 6));
            if (!Fits(TotalBytes, ChunkBytes))
            {
                Forget();
                return true;
            }

            int positions = Positions(ChunkBytes);
            for (int position = 0; position < positions; position++)
            {
                if (!ScanPosition(position))
                    return false;
            }

            return true;
        }

        /// <summary>Erases the blocks that hold anything and writes the header of a new set.</summary>
        public bool Begin(uint generation, uint version, int totalBytes, uint setCrc, int chunkBytes)
        {
            if (!Erase())
                return false;
            uint length = (uint)totalBytes;
            Bytes.PutU32(_header, 0, Magic);
            Bytes.PutU16(_header, 4, Layout);
            Bytes.PutU16(_header, 6, chunkBytes);
            Bytes.PutU32(_header, 8, generation);
            Bytes.PutU32(_header, 12, version);
            Bytes.PutU32(_header, 16, length);
            Bytes.PutU32(_header, 20, setCrc);
            Bytes.PutU32(_header, 24, 0);
            Bytes.PutU32(_header, 28, Crc32.Compute(_header, 0, HeaderBytes - 4));
            if (!_store.TryWrite(_firstBlock, 0, _header, 0, HeaderBytes))
                return false;
            return Scan() && IsOpen;
        }

        /// <summary>Erases only blocks that are not blank: each erase wears the flash.</summary>
        public bool Erase()
        {
            Forget();
            for (int block = _firstBlock; block < _firstBlock + _blocks; block++)
            {
                int blank = IsBlank(block, 0, _store.BlockBytes);
                if (blank < 0 || (blank == 0 && !_store.TryErase(block)))
                    return false;
            }

            return true;
        }

        /// <summary>Appends a chunk and reads it back. The position is used up either way.</summary>
        public bool Append(int index, byte[] data, int offset)
        {
            int position = _next;
            int length = ChunkLength(index);
            if (!AppendRecord(index, data, offset, length))
                return false;
            if (_positionOfChunk[index] == 0)
                MissingChunks--;
            _positionOfChunk[index] = (ushort)(position + 1);
            return true;
        }

        public bool AppendCommit()
        {
            if (!AppendRecord(CommitIndex, _scratch, 0, 0))
                return false;
            IsCommitted = true;
            return true;
        }

        /// <inheritdoc cref="IParameterBytes.TryRead"/>
        public bool TryRead(int at, byte[] into, int offset, int count)
        {
            if (!IsOpen || ChunkBytes < 1 || at < 0 || count < 0 || at + count > TotalBytes)
                return false;
            while (count > 0)
            {
                int index = at / ChunkBytes;
                int within = at - (index * ChunkBytes);
                int part = ChunkLength(index) - within;
                part = part < count ? part : count;
                int position = _positionOfChunk[index] - 1;
                if (position < 0 || !_store.TryRead(Block(position), Offset(position) + RecordHeaderBytes + within, into, offset, part))
                    return false;
                at += part;
                offset += part;
                count -= part;
            }

            return true;
        }

        /// <summary>Whether the chunks in the flash make up the announced set: its checksum is right and is the announced one.</summary>
        public bool Verify()
        {
            if (!IsOpen || MissingChunks != 0)
                return false;
            uint crc = 0;
            int body = TotalBytes - 4;
            int done = 0;
            for (int index = 0; index < ChunkCount; index++)
            {
                int position = _positionOfChunk[index] - 1;
                int length = ChunkLength(index);
                for (int from = 0; from < length; from += ScratchBytes)
                {
                    int count = length - from < ScratchBytes ? length - from : ScratchBytes;
                    if (!_store.TryRead(Block(position), Offset(position) + RecordHeaderBytes + from, _scratch, 0, count))
                        return false;
                    int counted = body - done < count ? body - done : count;
                    if (counted > 0)
                        crc = Crc32.Update(crc, _scratch, 0, counted);
                    for (int i = counted < 0 ? 0 : counted; i < count; i++)
                        _tail[done + i - body] = _scratch[i];
                    done += count;
                }
            }

            return crc == SetCrc && Bytes.GetU32(_tail, 0) == SetCrc;
        }

        /// <summary>Learns what stands at one position: nothing, a record of this set, or something torn.</summary>
        private bool ScanPosition(int position)
        {
            int blank = IsBlank(Block(position), Offset(position), RecordBytes(ChunkBytes));
            if (blank < 0)
                return false;
            if (blank == 1)
                return true;
            _next = position + 1;
            int index = ReadRecord(position);
            if (index == CommitIndex)
                IsCommitted = true;
            else if (index >= 0 && _positionOfChunk[index] == 0)
            {
                _positionOfChunk[index] = (ushort)(position + 1);
                MissingChunks--;
            }

            return true;
        }

        /// <summary>The chunk index of a whole record of this set, <see cref="CommitIndex"/>, or -1 for anything else.</summary>
        private int ReadRecord(int position)
        {
            int block = Block(position);
            int offset = Offset(position);
            if (!_store.TryRead(block, offset, _header, 0, RecordHeaderBytes))
                return -1;
            int index = Bytes.GetU16(_header, 0);
            int length = Bytes.GetU16(_header, 2);
            if (Bytes.GetU32(_header, 4) != Generation || Bytes.GetU32(_header, 8) != SetCrc)
                return -1;
            if (index != CommitIndex && index >= ChunkCount)
                return -1;
            if (length != (index == CommitIndex ? 0 : ChunkLength(index)))
                return -1;
            uint crc = Crc32.Compute(_header, 0, 12);
            for (int from = 0; from < length; from += ScratchBytes)
            {
                int count = length - from < ScratchBytes ? length - from : ScratchBytes;
                if (!_store.TryRead(block, offset + RecordHeaderBytes + from, _scratch, 0, count))
                    return -1;
                crc = Crc32.Update(crc, _scratch, 0, count);
            }

            return crc == Bytes.GetU32(_header, 12) ? index : -1;
        }

        private bool AppendRecord(int index, byte[] data, int dataOffset, int length)
        {
            int position = _next;
            if (position >= Positions(ChunkBytes))
                return false;
            _next++;
            Bytes.PutU16(_header, 0, index);
            Bytes.PutU16(_header, 2, length);
            Bytes.PutU32(_header, 4, Generation);
            Bytes.PutU32(_header, 8, SetCrc);
            Bytes.PutU32(_header, 12, Crc32.Update(Crc32.Compute(_header, 0, 12), data, dataOffset, length));
            int block = Block(position);
            int offset = Offset(position);
            if (!_store.TryWrite(block, offset, _header, 0, RecordHeaderBytes))
                return false;
            if (length > 0 && !_store.TryWrite(block, offset + RecordHeaderBytes, data, dataOffset, length))
                return false;
            return ReadRecord(position) == index;
        }

        /// <summary>1 blank, 0 not blank, -1 unreadable.</summary>
        private int IsBlank(int block, int offset, int length)
        {
            for (int from = 0; from < length; from += ScratchBytes)
            {
                int count = length - from < ScratchBytes ? length - from : ScratchBytes;
                if (!_store.TryRead(block, offset + from, _scratch, 0, count))
                    return -1;
                for (int i = 0; i < count; i++)
                {
                    if (_scratch[i] != 0xFF)
                        return 0;
                }
            }

            return 1;
        }

        private void Take(uint generation, uint version, int totalBytes, uint setCrc, int chunkBytes)
        {
            IsOpen = true;
            Generation = generation;
            Version = version;
            TotalBytes = totalBytes;
            SetCrc = setCrc;
            ChunkBytes = chunkBytes;
            ChunkCount = totalBytes > 0 && chunkBytes > 0 ? Chunks(totalBytes, chunkBytes) : 0;
            MissingChunks = ChunkCount;
        }

        private void Forget()
        {
            Take(0, 0, 0, 0, 0);
            IsOpen = false;
            IsCommitted = false;
            _next = 0;
            Array.Clear(_positionOfChunk, 0, _positionOfChunk.Length);
        }

        private int Positions(int chunkBytes)
        {
            return InBlock(HeaderBytes, chunkBytes) + ((_blocks - 1) * InBlock(0, chunkBytes));
        }

        private int Block(int position)
        {
            int inFirst = InBlock(HeaderBytes, ChunkBytes);
            int inOthers = InBlock(0, ChunkBytes);
            return position < inFirst || inOthers < 1 ? _firstBlock : _firstBlock + 1 + ((position - inFirst) / inOthers);
        }

        private int Offset(int position)
        {
            int record = RecordBytes(ChunkBytes);
            int inFirst = InBlock(HeaderBytes, ChunkBytes);
            int inOthers = InBlock(0, ChunkBytes);
            return position < inFirst || inOthers < 1 ? HeaderBytes + (position * record) : ((position - inFirst) % inOthers) * record;
        }

        /// <summary>Records in a block behind what stands first in it.</summary>
        private int InBlock(int first, int chunkBytes)
        {
            int record = RecordBytes(chunkBytes);
            return record < 1 ? 0 : (_store.BlockBytes - first) / record;
        }

        private static int Chunks(int totalBytes, int chunkBytes)
        {
            return chunkBytes < 1 ? 0 : ((totalBytes - 1) / chunkBytes) + 1;
        }

        /// <summary>Flash of one record.</summary>
        public static int RecordBytes(int chunkBytes)
        {
            return RecordHeaderBytes + ((chunkBytes + 7) & ~7);
        }
    }
}
