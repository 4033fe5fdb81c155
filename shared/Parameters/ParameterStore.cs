using System;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Parameters
{
    /// <summary>
    /// The rover's durable parameter sets: one active, one being written, in two slots of flash. Whatever call the power fails in, the next
    /// <see cref="Open"/> finds the old or the new set whole, never a mixture; a half-received set is found again, so that its push
    /// resumes. The version never falls unless a rollback is asked for by name. A slot is erased only when a different set begins, and only
    /// where it is not blank. Allocates nothing after construction.
    /// </summary>
    public sealed class ParameterStore
    {
        /// <summary>Length of the smallest chunks in which a set as long as a slot may come.</summary>
        public const int LeastChunkBytes = 64;

        /// <summary>Length of the chunks in which hosts send sets.</summary>
        public const int UsualChunkBytes = 512;

        private readonly ParameterSlot _first;
        private readonly ParameterSlot _second;
        private ParameterSlot _active;
        private ParameterSlot _staged;

        /// <param name="setBytes">The longest set, bytes. A slot takes <see cref="BlocksFor"/> it, or half of a store that has less; two
        /// slots must fit.</param>
        /// <exception cref="ArgumentException">The store is smaller than two sets.</exception>
        public ParameterStore(IBlockStore store, int setBytes)
        {
            int least = Least(setBytes, store.BlockBytes);
            int blocks = BlocksFor(setBytes, store.BlockBytes);
            if (blocks > store.BlockCount / 2)
                blocks = store.BlockCount / 2;
            if (least < 1 || blocks < least)
                throw new ArgumentException("setBytes");
            int chunks = setBytes / LeastChunkBytes;
            byte[] scratch = new byte[ParameterSlot.ScratchBytes];
            byte[] header = new byte[ParameterSlot.HeaderBytes];
            _first = new ParameterSlot(store, 0, blocks, chunks, scratch, header);
            _second = new ParameterSlot(store, blocks, blocks, chunks, scratch, header);
        }

        /// <summary>Blocks of flash for a set of this length in the chunks that hosts send, with its commit record and room for one torn
        /// record.</summary>
        public static int BlocksFor(int setBytes, int blockBytes)
        {
            int least = Least(setBytes, blockBytes);
            int record = ParameterSlot.RecordBytes(UsualChunkBytes);
            int inFirst = record < 1 ? 0 : (blockBytes - ParameterSlot.HeaderBytes) / record;
            int inOthers = record < 1 ? 0 : blockBytes / record;
            if (inFirst < 1 || inOthers < 1)
                return least;
            int records = ((setBytes + UsualChunkBytes - 1) / UsualChunkBytes) + 2;
            int blocks = records <= inFirst ? 1 : 1 + ((records - inFirst + inOthers - 1) / inOthers);
            return blocks > least ? blocks : least;
        }

        private static int Least(int setBytes, int blockBytes)
        {
            return blockBytes < 1 ? 0 : (setBytes + blockBytes - 1) / blockBytes;
        }

        public bool HasActive
        {
            get { return _active != null; }
        }

        public uint ActiveVersion
        {
            get { return _active == null ? 0 : _active.Version; }
        }

        public uint ActiveCrc
        {
            get { return _active == null ? 0 : _active.SetCrc; }
        }

        /// <summary>Whether a set is being written (perhaps since before a reboot).</summary>
        public bool HasStaged
        {
            get { return _staged != null; }
        }

        public uint StagedVersion
        {
            get { return _staged == null ? 0 : _staged.Version; }
        }

        public uint StagedCrc
        {
            get { return _staged == null ? 0 : _staged.SetCrc; }
        }

        public int StagedBytes
        {
            get { return _staged == null ? 0 : _staged.TotalBytes; }
        }

        public int StagedChunkBytes
        {
            get { return _staged == null ? 0 : _staged.ChunkBytes; }
        }

        /// <summary>Chunks of the whole staged set.</summary>
        public int StagedChunks
        {
            get { return _staged == null ? 0 : _staged.ChunkCount; }
        }

        /// <summary>Whether this very set is being written, in these chunks.</summary>
        public bool IsStaging(DesiredFrame desired)
        {
            return _staged != null && desired.Version == _staged.Version && desired.Crc32 == _staged.SetCrc
                && desired.ByteCount == _staged.TotalBytes && desired.ChunkBytes == _staged.ChunkBytes;
        }

        /// <summary>Chunks that the staged set still lacks; 0 where none is staged.</summary>
        public int StagedMissing
        {
            get { return _staged == null ? 0 : _staged.MissingChunks; }
        }

        /// <summary>Finds the active set and a half-received one. To be called once, before anything else. False: the flash cannot be
        /// read.</summary>
        public bool Open()
        {
            _active = null;
            _staged = null;
            if (!_first.Scan() || !_second.Scan())
                return false;
            ParameterSlot newer = _second.Generation > _first.Generation ? _second : _first;
            ParameterSlot older = newer == _first ? _second : _first;
            if (newer.IsCommitted && newer.Verify())
                _active = newer;
            else if (older.IsCommitted && older.Verify())
                _active = older;
            if (newer != _active && newer.IsOpen && !newer.IsCommitted)
                _staged = newer;
            return true;
        }

        /// <summary>Where the active set can be read, once it is found to be what was written; null: none, or no longer whole.</summary>
        public IParameterBytes OpenActive()
        {
            return _active != null && _active.Verify() ? _active : null;
        }

        /// <summary>Where the set being written can be read, once all of it is there with the announced checksum; null: not.</summary>
        public IParameterBytes OpenStaged()
        {
            return _staged != null && _staged.Verify() ? _staged : null;
        }

        /// <summary>Starts writing a set, or goes on with the same one. Another half-received set is given up.</summary>
        /// <param name="crc">The set's trailing checksum.</param>
        /// <param name="chunkBytes">Bytes in every chunk but the last.</param>
        /// <param name="allowRollback">Whether a version below the active one is wanted.</param>
        public StoreStatus BeginWrite(uint version, int totalBytes, uint crc, int chunkBytes, bool allowRollback)
        {
            if (_active != null && version == _active.Version && crc == _active.SetCrc && totalBytes == _active.TotalBytes)
                return StoreStatus.AlreadyActive;
            if (_active != null && version < _active.Version && !allowRollback)
                return StoreStatus.OlderVersion;
            if (!_first.Fits(totalBytes, chunkBytes))
                return StoreStatus.TooLarge;
            if (_staged != null && version == _staged.Version && crc == _staged.SetCrc && totalBytes == _staged.TotalBytes
                && chunkBytes == _staged.ChunkBytes && _staged.FreePositions > _staged.MissingChunks)
                return StoreStatus.Resumed;
            _staged = null;
            ParameterSlot target = _active == _first ? _second : _first;
            uint generation = _active == null ? 1 : _active.Generation + 1;
            if (!target.Begin(generation, version, totalBytes, crc, chunkBytes))
                return StoreStatus.StoreFailed;
            _staged = target;
            return StoreStatus.Ok;
        }

        /// <summary>Whether the set being written has this chunk.</summary>
        public bool HasChunk(int index)
        {
            return _staged != null && index >= 0 && index < _staged.ChunkCount && _staged.HasChunk(index);
        }

        /// <summary>Writes one chunk, in any order; one that is already there is left alone.</summary>
        public StoreStatus WriteChunk(int index, byte[] data, int offset, int length)
        {
            if (_staged == null)
                return StoreStatus.NotStarted;
            if (index < 0 || index >= _staged.ChunkCount || length != _staged.ChunkLength(index))
                return StoreStatus.WrongChunk;
            if (_staged.HasChunk(index))
                return StoreStatus.Ok;
            if (_staged.FreePositions < 1)
                return StoreStatus.Full;
            return _staged.Append(index, data, offset) ? StoreStatus.Ok : StoreStatus.StoreFailed;
        }

        /// <summary>The first chunk that the set being written lacks, or -1.</summary>
        public int NextMissing()
        {
            for (int index = 0; index < StagedChunks; index++)
            {
                if (!_staged.HasChunk(index))
                    return index;
            }

            return -1;
        }

        /// <summary>Makes the written set the active one. From the moment this returns Ok every boot finds the new set.</summary>
        public StoreStatus Commit()
        {
            if (_staged == null)
                return StoreStatus.NotStarted;
            if (_staged.MissingChunks > 0)
                return StoreStatus.Incomplete;
            if (!_staged.Verify())
                return StoreStatus.WrongChecksum;
            if (_staged.FreePositions < 1)
                return StoreStatus.Full;
            if (!_staged.AppendCommit())
                return StoreStatus.StoreFailed;
            _active = _staged;
            _staged = null;
            return StoreStatus.Ok;
        }

        /// <summary>Gives up the set being written.</summary>
        public bool Discard()
        {
            ParameterSlot slot = _staged;
            _staged = null;
            return slot == null || slot.Erase();
        }
    }
}
