using System;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Security;

namespace MultiAgentEdge.Programs
{
    /// <summary>
    /// Two slots of flash for program images, written as parameter sets are: chunk by chunk, in any order, resumed after a reboot. Which
    /// one runs, the boot record says; here only the one that does not is ever erased. Memory: 4 bytes a chunk, and 200 bytes.
    /// </summary>
    public sealed class ProgramSlots
    {
        private readonly ParameterSlot[] _slots = new ParameterSlot[2];
        private readonly byte[] _scratch = new byte[256];
        private readonly Sha256 _sha = new Sha256();
        private ParameterSlot _written;

        /// <param name="firstBlock">Of the first slot; the second follows it.</param>
        /// <param name="slotBlocks">Of each.</param>
        /// <param name="chunkCapacity">Most chunks of an image.</param>
        public ProgramSlots(IBlockStore store, int firstBlock, int slotBlocks, int chunkCapacity)
        {
            byte[] scratch = new byte[ParameterSlot.ScratchBytes];
            byte[] header = new byte[ParameterSlot.HeaderBytes];
            SlotBytes = slotBlocks * store.BlockBytes;
            for (int i = 0; i < 2; i++)
                _slots[i] = new ParameterSlot(store, firstBlock + (i * slotBlocks), slotBlocks, chunkCapacity, scratch, header);
        }

        /// <summary>Flash of one slot; an image takes 16 bytes a chunk more than its length.</summary>
        public int SlotBytes { get; private set; }

        /// <summary>Generation of the image being written; 0: none.</summary>
        public uint WrittenGeneration
        {
            get { return _written == null ? 0 : _written.Generation; }
        }

        public int ChunkCount
        {
            get { return _written == null ? 0 : _written.ChunkCount; }
        }

        public int MissingCount
        {
            get { return _written == null ? 0 : _written.MissingChunks; }
        }

        /// <summary>Finds what the flash holds. False: it cannot be read.</summary>
        public bool Open()
        {
            _written = null;
            return _slots[0].Scan() && _slots[1].Scan();
        }

        /// <summary>The slot that holds this program whole, every byte looked at, or -1.</summary>
        public int Find(ProgramId program)
        {
            for (int i = 0; i < 2; i++)
            {
                ParameterSlot slot = _slots[i];
                if (slot.IsOpen && slot.Generation == program.Generation && slot.Version == program.Version && slot.SetCrc == program.Crc
                    && slot.Verify())
                    return i;
            }

            return -1;
        }

        /// <summary>Whether writing would go over this program.</summary>
        /// <param name="keep">Generation that runs.</param>
        public bool IsOverwritten(ProgramId program, uint keep)
        {
            ParameterSlot target = Target(keep);
            return program.Generation != 0 && target.IsOpen && target.Generation == program.Generation;
        }

        /// <summary>Whether this very image is half written, so that <see cref="Begin"/> goes on with it.</summary>
        public bool CanResume(uint version, int totalBytes, uint crc, int chunkBytes, uint keep)
        {
            ParameterSlot target = Target(keep);
            return target.IsOpen && target.Generation > keep && target.Version == version && target.SetCrc == crc
                && target.TotalBytes == totalBytes && target.ChunkBytes == chunkBytes && target.FreePositions >= target.MissingChunks;
        }

        /// <summary>Begins to write an image, or goes on with the same one.</summary>
        /// <param name="keep">Generation that runs: its slot is not touched.</param>
        /// <param name="above">The new generation is above this one too.</param>
        public StoreStatus Begin(uint version, int totalBytes, uint crc, int chunkBytes, uint keep, uint above)
        {
            ParameterSlot target = Target(keep);
            _written = null;
            if (!target.Fits(totalBytes, chunkBytes))
                return StoreStatus.TooLarge;
            if (CanResume(version, totalBytes, crc, chunkBytes, keep))
            {
                _written = target;
                return StoreStatus.Resumed;
            }

            uint generation = above;
            for (int i = 0; i < 2; i++)
                generation = _slots[i].Generation > generation ? _slots[i].Generation : generation;
            if (!target.Begin(generation + 1, version, totalBytes, crc, chunkBytes))
                return StoreStatus.StoreFailed;
            _written = target;
            return StoreStatus.Ok;
        }

        public StoreStatus WriteChunk(int index, byte[] data, int offset, int length)
        {
            if (_written == null)
                return StoreStatus.NotStarted;
            if (index < 0 || index >= _written.ChunkCount || length != _written.ChunkLength(index))
                return StoreStatus.WrongChunk;
            if (_written.HasChunk(index))
                return StoreStatus.Ok;
            if (_written.FreePositions < 1)
                return StoreStatus.Full;
            return _written.Append(index, data, offset) ? StoreStatus.Ok : StoreStatus.StoreFailed;
        }

        /// <summary>The first chunk that is not there, or -1.</summary>
        public int NextMissing()
        {
            for (int index = 0; index < ChunkCount; index++)
            {
                if (!_written.HasChunk(index))
                    return index;
            }

            return -1;
        }

        /// <summary>Whether all that was written makes up the image that was announced.</summary>
        public bool IsCorrect()
        {
            return _written != null && _written.Verify();
        }

        /// <summary>SHA-256 of the image being written, as it stands in the flash.</summary>
        /// <returns>False: it cannot be read.</returns>
        public bool TryDigest(byte[] into)
        {
            int total = _written == null ? 0 : _written.TotalBytes;
            _sha.Begin();
            for (int from = 0; from < total; from += _scratch.Length)
            {
                int count = total - from < _scratch.Length ? total - from : _scratch.Length;
                if (!_written.TryRead(from, _scratch, 0, count))
                    return false;
                _sha.Append(_scratch, 0, count);
            }

            _sha.Finish(into, 0);
            return total > 0;
        }

        /// <summary>Bytes of the image being written.</summary>
        public bool TryReadWritten(int offset, byte[] into, int at, int count)
        {
            return _written != null && _written.TryRead(offset, into, at, count);
        }

        /// <summary>Bytes of the image in a slot that <see cref="Find"/> found.</summary>
        public bool TryRead(int slot, int offset, byte[] into, int at, int count)
        {
            return _slots[slot].TryRead(offset, into, at, count);
        }

        public int BytesOf(int slot)
        {
            return _slots[slot].TotalBytes;
        }

        /// <summary>Gives up what is being written.</summary>
        public void Discard()
        {
            ParameterSlot slot = _written;
            _written = null;
            if (slot != null)
                slot.Erase();
        }

        private ParameterSlot Target(uint keep)
        {
            return keep != 0 && _slots[0].IsOpen && _slots[0].Generation == keep ? _slots[1] : _slots[0];
        }
    }
}
