using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Parameters
{
    /// <summary>
    /// A checked view on one parameter set: header, shape table, data, checksum (byte table in README.md). Of one in a byte array it copies
    /// nothing and allocates nothing; of one that lies elsewhere (<see cref="IParameterBytes"/>) it holds header, shape table and a piece
    /// until <see cref="Close"/>. The bytes must stay as they are while the view is in use.
    /// After a refused parse the view is empty, so that a stale one cannot be read by mistake.
    /// </summary>
    public sealed class ParameterSet
    {
        /// <summary>"MAEP" in memory order.</summary>
        public const uint Magic = 0x5045414D;

        public const int Schema = 1;

        public const int HeaderBytes = 32;

        /// <summary>Bytes of one row of the shape table.</summary>
        public const int EntryBytes = 16;

        public const int RankLimit = 4;

        private byte[] _table;
        private readonly ByteWindow _data = new ByteWindow();

        public MissionKind Mission { get; private set; }

        public uint Version { get; private set; }

        /// <summary>Checksum of the shape table: what the "schema 7a1f" of an error message shortens. Equal shapes, equal hash.</summary>
        public uint ShapeHash { get; private set; }

        /// <summary>The set's trailing checksum: tells two sets of one version apart.</summary>
        public uint Crc { get; private set; }

        public int EntryCount { get; private set; }

        /// <summary>Whole length, bytes; 0 where nothing is parsed.</summary>
        public int TotalBytes { get; private set; }

        /// <summary>Checks a whole set; on Ok this view shows it, otherwise the view is empty.</summary>
        /// <param name="length">Exactly the set's length; the array may be longer.</param>
        public ParameterStatus TryParse(byte[] blob, int length)
        {
            Close();
            if (blob == null || length < HeaderBytes + 4 || length > blob.Length)
                return ParameterStatus.Truncated;
            _data.Show(blob, length);
            return TryOpen(blob, length);
        }

        /// <summary>The same of a set that lies elsewhere; allocates.</summary>
        public ParameterStatus TryParse(IParameterBytes source)
        {
            Close();
            if (source == null || source.Length < HeaderBytes + 4)
                return ParameterStatus.Truncated;
            byte[] header = new byte[HeaderBytes];
            if (!source.TryRead(0, header, 0, HeaderBytes))
                return ParameterStatus.Unreadable;
            int tableBytes = HeaderBytes + (EntryBytes * header[7]);
            if (tableBytes > source.Length - 4)
                return ParameterStatus.BadShapeTable;
            byte[] table = new byte[tableBytes];
            if (!source.TryRead(0, table, 0, tableBytes))
                return ParameterStatus.Unreadable;
            _data.Show(source);
            return TryOpen(table, source.Length);
        }

        /// <summary>Whether bytes could not be read since the set was parsed: what was taken of it is not to be used.</summary>
        public bool HasFailed
        {
            get { return _data.HasFailed; }
        }

        /// <summary>Lets go of what it shows: the view is empty.</summary>
        public void Close()
        {
            _table = null;
            _data.Close();
            Mission = MissionKind.None;
            EntryCount = 0;
            Version = 0;
            ShapeHash = 0;
            Crc = 0;
            TotalBytes = 0;
        }

        private ParameterStatus TryOpen(byte[] table, int length)
        {
            ParameterStatus status = ParameterSetCheck.Check(table, _data, length);
            status = _data.HasFailed ? ParameterStatus.Unreadable : status;
            if (status != ParameterStatus.Ok)
            {
                Close();
                return status;
            }

            _table = table;
            Mission = (MissionKind)table[6];
            EntryCount = table[7];
            Version = Bytes.GetU32(table, 8);
            ShapeHash = Bytes.GetU32(table, 24);
            int trailer = _data.Locate(length - 4, 4);
            Crc = Bytes.GetU32(_data.Bytes, trailer);
            TotalBytes = length;
            return ParameterStatus.Ok;
        }

        /// <summary>The entry with this id, or -1.</summary>
        public int Find(ushort id)
        {
            int at = HeaderBytes;
            for (int i = 0; i < EntryCount; i++)
            {
                if (Bytes.GetU16(_table, at) == id)
                    return i;
                at += EntryBytes;
            }

            return -1;
        }

        /// <summary>Elements of an entry: the product of its dimensions.</summary>
        public int Count(int entry)
        {
            int at = HeaderBytes + (EntryBytes * entry);
            int count = 1;
            for (int axis = 0; axis < _table[at + 3]; axis++)
                count *= Bytes.GetU16(_table, at + 4 + (2 * axis));
            return count;
        }

        /// <summary>1 to 4.</summary>
        public int Rank(int entry)
        {
            return _table[HeaderBytes + (EntryBytes * entry) + 3];
        }

        /// <summary>Length along an axis; 0 from the rank on.</summary>
        public int Dim(int entry, int axis)
        {
            return Bytes.GetU16(_table, HeaderBytes + (EntryBytes * entry) + 4 + (2 * axis));
        }

        public ushort IdOf(int entry)
        {
            return (ushort)Bytes.GetU16(_table, HeaderBytes + (EntryBytes * entry));
        }

        public ParameterType TypeOf(int entry)
        {
            return (ParameterType)_table[HeaderBytes + (EntryBytes * entry) + 2];
        }

        /// <summary>Element <paramref name="i"/> (row-major) of an entry of any type, as a double.</summary>
        public double GetDouble(int entry, int i)
        {
            int offset = Offset(entry);
            ParameterType type = TypeOf(entry);
            if (type == ParameterType.F64)
                return Bytes.GetF64(_data.Bytes, _data.Locate(offset + (8 * i), 8));
            if (type == ParameterType.F32)
                return Bytes.GetF32(_data.Bytes, _data.Locate(offset + (4 * i), 4));
            int at = _data.Locate(offset + i, 1);
            return (sbyte)_data.Bytes[at];
        }

        /// <summary>Copies an f64 entry. False, with the array unchanged: no such entry, another type, another count.</summary>
        public bool TryCopy(ushort id, double[] into, int expectedCount)
        {
            int offset = Locate(id, ParameterType.F64, expectedCount);
            if (offset < 0)
                return false;
            for (int i = 0; i < expectedCount; i++)
                into[i] = Bytes.GetF64(_data.Bytes, _data.Locate(offset + (8 * i), 8));
            return !_data.HasFailed;
        }

        /// <summary>Copies an f32 entry. False, with the array unchanged: no such entry, another type, another count.</summary>
        public bool TryCopy(ushort id, float[] into, int expectedCount)
        {
            int offset = Locate(id, ParameterType.F32, expectedCount);
            if (offset < 0)
                return false;
            for (int i = 0; i < expectedCount; i++)
                into[i] = Bytes.GetF32(_data.Bytes, _data.Locate(offset + (4 * i), 4));
            return !_data.HasFailed;
        }

        /// <summary>Copies an i8 entry. False, with the array unchanged: no such entry, another type, another count.</summary>
        public bool TryCopy(ushort id, sbyte[] into, int expectedCount)
        {
            int offset = Locate(id, ParameterType.I8, expectedCount);
            if (offset < 0)
                return false;
            for (int i = 0; i < expectedCount; i++)
            {
                int at = _data.Locate(offset + i, 1);
                into[i] = (sbyte)_data.Bytes[at];
            }

            return !_data.HasFailed;
        }

        /// <summary>Reads an entry of one element, of any type. False, with the value unchanged, where there is none.</summary>
        public bool TryGetScalar(ushort id, ref double value)
        {
            int entry = Find(id);
            if (entry < 0 || Count(entry) != 1)
                return false;
            value = GetDouble(entry, 0);
            return !_data.HasFailed;
        }

        private int Locate(ushort id, ParameterType type, int expectedCount)
        {
            int entry = Find(id);
            if (entry < 0 || TypeOf(entry) != type || Count(entry) != expectedCount)
                return -1;
            return Offset(entry);
        }

        private int Offset(int entry)
        {
            uint offset = Bytes.GetU32(_table, HeaderBytes + (EntryBytes * entry) + 12);
            return (int)(long)offset;
        }
    }
}
