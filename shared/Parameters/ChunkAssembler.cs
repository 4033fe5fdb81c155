using System;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Parameters
{
    /// <summary>
    /// Puts a parameter set together from chunks that come in any order, doubled, or mixed with those of another set.
    /// Memory: <c>chunkCapacity</c> bytes beside the caller's buffer.
    /// </summary>
    public sealed class ChunkAssembler
    {
        private readonly bool[] _present;

        /// <param name="blob">Where the set is put together; its length is the longest set taken.</param>
        /// <param name="chunkCapacity">Most chunks that a set may have.</param>
        public ChunkAssembler(byte[] blob, int chunkCapacity)
        {
            Blob = blob;
            _present = new bool[chunkCapacity];
        }

        /// <summary>The set so far; meaningful up to <see cref="ByteCount"/> once <see cref="IsCorrect"/>.</summary>
        public readonly byte[] Blob;

        public bool IsStarted { get; private set; }

        public uint Version { get; private set; }

        public uint SetCrc { get; private set; }

        public int ByteCount { get; private set; }

        public int ChunkBytes { get; private set; }

        public int ChunkCount { get; private set; }

        public int MissingCount { get; private set; }

        /// <summary>Chunks refused since construction.</summary>
        public int Refused { get; private set; }

        public bool IsComplete
        {
            get { return IsStarted && MissingCount == 0; }
        }

        /// <summary>Whether this very set is being put together.</summary>
        public bool IsFor(DesiredFrame desired)
        {
            return IsStarted && desired.Version == Version && desired.Crc32 == SetCrc && desired.ByteCount == ByteCount
                && desired.ChunkBytes == ChunkBytes;
        }

        public bool TryBegin(DesiredFrame desired)
        {
            return TryBegin(desired.Version, desired.ByteCount, desired.Crc32, desired.ChunkBytes);
        }

        /// <summary>Announces a set. The very same one goes on where it was; another one starts empty. False, with nothing changed: too
        /// large.</summary>
        public bool TryBegin(uint version, int byteCount, uint setCrc, int chunkBytes)
        {
            if (IsStarted && version == Version && setCrc == SetCrc && byteCount == ByteCount && chunkBytes == ChunkBytes)
                return true;
            if (byteCount < ParameterSet.HeaderBytes + 4 || byteCount > Blob.Length || chunkBytes < 1)
                return false;
            int chunks = ((byteCount - 1) / chunkBytes) + 1;
            if (chunks > _present.Length)
                return false;
            IsStarted = true;
            Version = version;
            SetCrc = setCrc;
            ByteCount = byteCount;
            ChunkBytes = chunkBytes;
            ChunkCount = chunks;
            Restart();
            return true;
        }

        /// <summary>Forgets the chunks, not the announcement.</summary>
        public void Restart()
        {
            MissingCount = ChunkCount;
            Array.Clear(_present, 0, _present.Length);
        }

        /// <summary>Forgets everything.</summary>
        public void Reset()
        {
            IsStarted = false;
            ChunkCount = 0;
            ByteCount = 0;
            Restart();
        }

        public ChunkStatus Add(ChunkFrame chunk)
        {
            return Add(chunk.Version, chunk.Crc32, chunk.Index, chunk.Data, chunk.DataOffset, chunk.Length);
        }

        public ChunkStatus Add(uint version, uint setCrc, int index, byte[] data, int offset, int length)
        {
            if (!IsStarted)
                return Refuse(ChunkStatus.NotStarted);
            if (version != Version || setCrc != SetCrc)
                return Refuse(ChunkStatus.OtherSet);
            if (index < 0 || index >= ChunkCount || length != LengthOf(index))
                return Refuse(ChunkStatus.WrongChunk);
            if (_present[index])
                return ChunkStatus.Duplicate;
            Array.Copy(data, offset, Blob, index * ChunkBytes, length);
            Mark(index);
            return ChunkStatus.Accepted;
        }

        public bool Has(int index)
        {
            return index >= 0 && index < ChunkCount && _present[index];
        }

        /// <summary>The first missing chunk from <paramref name="from"/> on, or -1.</summary>
        public int NextMissing(int from)
        {
            for (int index = from; index < ChunkCount; index++)
            {
                if (!_present[index])
                    return index;
            }

            return -1;
        }

        /// <summary>Takes over what the store already holds of a set being written, after a reboot: announcement and chunks.
        /// Returns the number of chunks there; 0 where nothing is staged or it does not fit.</summary>
        public int Resume(ParameterStore store)
        {
            if (!store.HasStaged || !TryBegin(store.StagedVersion, store.StagedBytes, store.StagedCrc, store.StagedChunkBytes))
                return 0;
            for (int index = 0; index < ChunkCount; index++)
            {
                if (!_present[index] && store.TryReadStagedChunk(index, Blob, index * ChunkBytes))
                    Mark(index);
            }

            return ChunkCount - MissingCount;
        }

        /// <summary>Whether every chunk is there and the whole has the announced checksum.</summary>
        public bool IsCorrect()
        {
            if (!IsComplete)
                return false;
            int body = ByteCount - 4;
            return Bytes.GetU32(Blob, body) == SetCrc && Crc32.Compute(Blob, 0, body) == SetCrc;
        }

        private int LengthOf(int index)
        {
            return index == ChunkCount - 1 ? ByteCount - (index * ChunkBytes) : ChunkBytes;
        }

        private void Mark(int index)
        {
            _present[index] = true;
            MissingCount--;
        }

        private ChunkStatus Refuse(ChunkStatus status)
        {
            if (Refused < int.MaxValue)
                Refused++;
            return status;
        }
    }
}
