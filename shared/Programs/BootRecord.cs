using System;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Programs
{
    /// <summary>
    /// Which program a rover runs: a log of records of 64 bytes in two blocks of flash, each the whole state, the last whole one counts.
    /// One write switches programs: the power may go in any write or erase, and the state is the one before or the one after. Byte table in
    /// README.md. Loader and program both write it, never at one time. Memory: 200 bytes.
    /// </summary>
    public sealed class BootRecord
    {
        public const int Blocks = 2;
        public const int RecordBytes = 64;
        private const uint Magic = 0x4245414D; // "MAEB"
        private const int TrialFlag = 1;
        private const int UpdateFlag = 2;

        private readonly IBlockStore _store;
        private readonly int _firstBlock;
        private readonly byte[] _record = new byte[RecordBytes];
        private readonly byte[] _check = new byte[RecordBytes];
        private int _block;
        private int _next;
        private uint _sequence;

        /// <param name="firstBlock">It and the one behind it are the record's.</param>
        public BootRecord(IBlockStore store, int firstBlock)
        {
            _store = store;
            _firstBlock = firstBlock;
        }

        /// <summary>What is to run.</summary>
        public readonly ProgramId Running = new ProgramId();

        /// <summary>What ran before and is whole; none where there is nothing to go back to.</summary>
        public readonly ProgramId Previous = new ProgramId();

        /// <summary>What is not to run again.</summary>
        public readonly ProgramId Condemned = new ProgramId();

        public CondemnedFor Reason;

        /// <summary><see cref="Running"/> has not said yet that it is alive.</summary>
        public bool IsOnTrial;

        /// <summary>Starts of a program on trial.</summary>
        public int Attempts;

        /// <summary>The program asks the loader to take an update.</summary>
        public bool IsUpdateWanted;

        /// <summary>A state was found; without one nothing was ever written.</summary>
        public bool IsWritten { get; private set; }

        /// <summary>Reads the state. False: the flash cannot be read.</summary>
        public bool Open()
        {
            IsWritten = false;
            _sequence = 0;
            _block = 0;
            Take(null);
            for (int block = 0; block < Blocks; block++)
            {
                for (int position = 0; position < Positions; position++)
                {
                    if (!_store.TryRead(_firstBlock + block, position * RecordBytes, _check, 0, RecordBytes))
                        return false;
                    if (Bytes.GetU32(_check, 0) != Magic
                        || Crc32.Compute(_check, 0, RecordBytes - 4) != Bytes.GetU32(_check, RecordBytes - 4))
                        continue;
                    uint sequence = Bytes.GetU32(_check, 4);
                    if (IsWritten && sequence <= _sequence)
                        continue;
                    IsWritten = true;
                    _sequence = sequence;
                    _block = block;
                    Take(_check);
                }
            }

            return FindNext();
        }

        /// <summary>Makes the fields the state. False: the flash did not keep it, and the fields are again what the flash says.</summary>
        public bool TryWrite()
        {
            uint sequence = _sequence + 1;
            Put(sequence);
            // A position that tore is passed over; a block of nothing else is worn out.
            for (int attempt = 0; attempt < 4; attempt++)
            {
                if (_next >= Positions)
                {
                    int other = 1 - _block;
                    if (!_store.TryErase(_firstBlock + other))
                        break;
                    _block = other;
                    _next = 0;
                }

                int offset = _next * RecordBytes;
                _next++;
                if (_store.TryWrite(_firstBlock + _block, offset, _record, 0, RecordBytes)
                    && _store.TryRead(_firstBlock + _block, offset, _check, 0, RecordBytes) && IsSame())
                {
                    _sequence = sequence;
                    IsWritten = true;
                    return true;
                }
            }

            Open();
            return false;
        }

        /// <summary>The program on trial is good.</summary>
        public bool TryConfirm()
        {
            IsOnTrial = false;
            Attempts = 0;
            return TryWrite();
        }

        /// <summary>The next start runs another program on trial; this one is kept for going back.</summary>
        public bool TrySwitch(uint generation, uint version, uint crc)
        {
            Previous.Set(Running);
            Running.Set(generation, version, crc);
            IsOnTrial = true;
            Attempts = 0;
            IsUpdateWanted = false;
            return TryWrite();
        }

        /// <summary>The next start runs the one before. False too where there is none.</summary>
        public bool TryGoBack(CondemnedFor reason)
        {
            if (Previous.IsNone)
                return false;
            Condemned.Set(Running);
            Reason = reason;
            Running.Set(Previous);
            Previous.Clear();
            IsOnTrial = false;
            Attempts = 0;
            return TryWrite();
        }

        private int Positions
        {
            get { return _store.BlockBytes / RecordBytes; }
        }

        private bool FindNext()
        {
            _next = 0;
            for (int position = Positions - 1; position >= 0; position--)
            {
                if (!_store.TryRead(_firstBlock + _block, position * RecordBytes, _check, 0, RecordBytes))
                    return false;
                for (int i = 0; i < RecordBytes; i++)
                {
                    if (_check[i] != 0xFF)
                    {
                        _next = position + 1;
                        return true;
                    }
                }
            }

            return true;
        }

        private bool IsSame()
        {
            for (int i = 0; i < RecordBytes; i++)
            {
                if (_check[i] != _record[i])
                    return false;
            }

            return true;
        }

        private void Put(uint sequence)
        {
            Array.Clear(_record, 0, RecordBytes);
            Bytes.PutU32(_record, 0, Magic);
            Bytes.PutU32(_record, 4, sequence);
            Bytes.PutU16(_record, 8, (IsOnTrial ? TrialFlag : 0) | (IsUpdateWanted ? UpdateFlag : 0));
            Bytes.PutU16(_record, 10, Attempts);
            Put(Running, 12);
            Put(Previous, 24);
            Put(Condemned, 36);
            Bytes.PutU16(_record, 48, (int)Reason);
            Bytes.PutU32(_record, RecordBytes - 4, Crc32.Compute(_record, 0, RecordBytes - 4));
        }

        private void Put(ProgramId program, int at)
        {
            Bytes.PutU32(_record, at, program.Generation);
            Bytes.PutU32(_record, at + 4, program.Version);
            Bytes.PutU32(_record, at + 8, program.Crc);
        }

        /// <param name="record">Null: nothing was ever written.</param>
        private void Take(byte[] record)
        {
            int flags = record == null ? 0 : Bytes.GetU16(record, 8);
            IsOnTrial = (flags & TrialFlag) != 0;
            IsUpdateWanted = (flags & UpdateFlag) != 0;
            Attempts = record == null ? 0 : Bytes.GetU16(record, 10);
            Take(Running, record, 12);
            Take(Previous, record, 24);
            Take(Condemned, record, 36);
            Reason = record == null ? CondemnedFor.Nothing : (CondemnedFor)Bytes.GetU16(record, 48);
        }

        private static void Take(ProgramId program, byte[] record, int at)
        {
            if (record == null)
                program.Clear();
            else
                program.Set(Bytes.GetU32(record, at), Bytes.GetU32(record, at + 4), Bytes.GetU32(record, at + 8));
        }
    }
}
