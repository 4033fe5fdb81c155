using System;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Parameters
{
    /// <summary>
    /// Writes a parameter set into a byte array, entry by entry. A refused entry (no room, wrong count, NaN, doubled id) makes
    /// <see cref="Finish"/> return 0, so a half-built set cannot be used by mistake.
    /// </summary>
    public sealed class ParameterSetBuilder
    {
        private readonly byte[] _buffer;
        private int _entries;
        private int _dataBytes;
        private bool _failed;

        /// <param name="buffer">Where the set is built; one builder, one set.</param>
        public ParameterSetBuilder(MissionKind mission, uint version, byte[] buffer)
        {
            _buffer = buffer;
            if (buffer.Length < ParameterSet.HeaderBytes + 4)
                throw new ArgumentException("buffer");
            Array.Clear(buffer, 0, buffer.Length);
            Bytes.PutU32(buffer, 0, ParameterSet.Magic);
            Bytes.PutU16(buffer, 4, ParameterSet.Schema);
            buffer[6] = (byte)mission;
            Bytes.PutU32(buffer, 8, version);
        }

        /// <summary>Adds one f64 number.</summary>
        public bool AddScalar(ushort id, double value)
        {
            int at = Reserve(id, ParameterType.F64, 8, 1, 1, 0);
            if (at < 0 || double.IsNaN(value) || double.IsInfinity(value))
                return Fail();
            Bytes.PutF64(_buffer, at, value);
            return true;
        }

        /// <summary>Adds an f64 vector; its length must be <paramref name="dim0"/>.</summary>
        public bool Add(ushort id, double[] data, int dim0)
        {
            return Add(id, data, dim0, 0);
        }

        /// <summary>Adds an f64 matrix, row-major, dim0 x dim1.</summary>
        public bool Add(ushort id, double[] data, int dim0, int dim1)
        {
            int at = Reserve(id, ParameterType.F64, 8, data.Length, dim0, dim1);
            if (at < 0)
                return Fail();
            for (int i = 0; i < data.Length; i++)
            {
                if (double.IsNaN(data[i]) || double.IsInfinity(data[i]))
                    return Fail();
            }

            Bytes.PutF64Array(_buffer, at, data, data.Length);
            return true;
        }

        /// <summary>Adds an f32 vector.</summary>
        public bool Add(ushort id, float[] data, int dim0)
        {
            return Add(id, data, dim0, 0);
        }

        /// <summary>Adds an f32 matrix, row-major, dim0 x dim1.</summary>
        public bool Add(ushort id, float[] data, int dim0, int dim1)
        {
            int at = Reserve(id, ParameterType.F32, 4, data.Length, dim0, dim1);
            if (at < 0)
                return Fail();
            for (int i = 0; i < data.Length; i++)
            {
                if (float.IsNaN(data[i]) || float.IsInfinity(data[i]))
                    return Fail();
                Bytes.PutF32(_buffer, at + (4 * i), data[i]);
            }

            return true;
        }

        /// <summary>Adds an i8 vector.</summary>
        public bool Add(ushort id, sbyte[] data, int dim0)
        {
            return Add(id, data, dim0, 0);
        }

        /// <summary>Adds an i8 matrix, row-major, dim0 x dim1.</summary>
        public bool Add(ushort id, sbyte[] data, int dim0, int dim1)
        {
            int at = Reserve(id, ParameterType.I8, 1, data.Length, dim0, dim1);
            if (at < 0)
                return Fail();
            for (int i = 0; i < data.Length; i++)
                _buffer[at + i] = (byte)data[i];
            return true;
        }

        /// <summary>Writes offsets, hash and checksum.</summary>
        /// <returns>Length of the set, or 0 where an entry was refused.</returns>
        public int Finish()
        {
            if (_failed)
                return 0;
            int tableEnd = DataStart();
            int total = tableEnd + _dataBytes + 4;
            uint offset = (uint)tableEnd;
            uint dataOffset = offset;
            uint selfTest = 0;
            for (int i = 0; i < _entries; i++)
            {
                int at = ParameterSet.HeaderBytes + (ParameterSet.EntryBytes * i);
                uint paddedBytes = Bytes.GetU32(_buffer, at + 12);
                Bytes.PutU32(_buffer, at + 12, offset);
                if (Bytes.GetU16(_buffer, at) == ParameterId.SelfTestInput)
                    selfTest = offset;
                offset += paddedBytes;
            }

            uint totalBytes = (uint)total;
            _buffer[7] = (byte)_entries;
            Bytes.PutU32(_buffer, 12, totalBytes);
            Bytes.PutU32(_buffer, 16, dataOffset);
            Bytes.PutU32(_buffer, 20, selfTest);
            Bytes.PutU32(_buffer, 24, Crc32.Compute(_buffer, ParameterSet.HeaderBytes, tableEnd - ParameterSet.HeaderBytes));
            Bytes.PutU32(_buffer, total - 4, Crc32.Compute(_buffer, 0, total - 4));
            _failed = true;
            return total;
        }

        private int DataStart()
        {
            return ParameterSet.HeaderBytes + (ParameterSet.EntryBytes * _entries);
        }

        private bool Fail()
        {
            _failed = true;
            return false;
        }

        /// <summary>
        /// Appends a row to the shape table (its offset field holds the padded byte count until Finish) and room for the data, which moves
        /// back by one row. Returns where the data goes, or -1.
        /// </summary>
        private int Reserve(ushort id, ParameterType type, int width, int count, int dim0, int dim1)
        {
            int expected = dim1 == 0 ? dim0 : dim0 * dim1;
            if (_failed || id == 0 || _entries == 255 || dim0 < 1 || dim0 > 65535 || dim1 < 0 || dim1 > 65535 || count != expected)
                return -1;
            for (int i = 0; i < _entries; i++)
            {
                if (Bytes.GetU16(_buffer, ParameterSet.HeaderBytes + (ParameterSet.EntryBytes * i)) == id)
                    return -1;
            }

            int padded = ((count * width) + 7) & ~7;
            int row = DataStart();
            if (row + ParameterSet.EntryBytes + _dataBytes + padded + 4 > _buffer.Length)
                return -1;
            Array.Copy(_buffer, row, _buffer, row + ParameterSet.EntryBytes, _dataBytes);
            uint paddedBytes = (uint)padded;
            Bytes.PutU16(_buffer, row, id);
            _buffer[row + 2] = (byte)type;
            _buffer[row + 3] = (byte)(dim1 == 0 ? 1 : 2);
            Bytes.PutU16(_buffer, row + 4, dim0);
            Bytes.PutU16(_buffer, row + 6, dim1);
            Bytes.PutU32(_buffer, row + 8, 0);
            Bytes.PutU32(_buffer, row + 12, paddedBytes);
            _entries++;
            int at = DataStart() + _dataBytes;
            Array.Clear(_buffer, at, padded);
            _dataBytes += padded;
            return at;
        }
    }
}
