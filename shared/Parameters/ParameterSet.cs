using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Parameters
{
    /// <summary>
    /// A checked view on one parameter set in a byte array: header, shape table, data, checksum (byte table in README.md).
    /// Copies nothing and allocates nothing; the bytes must stay as they are while the view is in use.
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

        private byte[] _blob;

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
            Clear();
            ParameterStatus status = ParameterSetCheck.Check(blob, length);
            if (status != ParameterStatus.Ok)
                return status;
            _blob = blob;
            Mission = (MissionKind)blob[6];
            EntryCount = blob[7];
            Version = Bytes.GetU32(blob, 8);
            ShapeHash = Bytes.GetU32(blob, 24);
            Crc = Bytes.GetU32(blob, length - 4);
            TotalBytes = length;
            return ParameterStatus.Ok;
        }

        /// <summary>The entry with this id, or -1.</summary>
        public int Find(ushort id)
        {
            int at = HeaderBytes;
            for (int i = 0; i < EntryCount; i++)
            {
                if (Bytes.GetU16(_blob, at) == id)
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
            for (int axis = 0; axis < _blob[at + 3]; axis++)
                count *= Bytes.GetU16(_blob, at + 4 + (2 * axis));
            return count;
        }

        /// <summary>1 to 4.</summary>
        public int Rank(int entry)
        {
            return _blob[HeaderBytes + (EntryBytes * entry) + 3];
        }

        /// <summary>Length along an axis; 0 from the rank on.</summary>
        public int Dim(int entry, int axis)
        {
            return Bytes.GetU16(_blob, HeaderBytes + (EntryBytes * entry) + 4 + (2 * axis));
        }

        public ushort IdOf(int entry)
        {
            return (ushort)Bytes.GetU16(_blob, HeaderBytes + (EntryBytes * entry));
        }

        public ParameterType TypeOf(int entry)
        {
            return (ParameterType)_blob[HeaderBytes + (EntryBytes * entry) + 2];
        }

        /// <summary>Element <paramref name="i"/> (row-major) of an entry of any type, as a double.</summary>
        public double GetDouble(int entry, int i)
        {
            int offset = Offset(entry);
            ParameterType type = TypeOf(entry);
            if (type == ParameterType.F64)
                return Bytes.GetF64(_blob, offset + (8 * i));
            if (type == ParameterType.F32)
                return Bytes.GetF32(_blob, offset + (4 * i));
            return (sbyte)_blob[offset + i];
        }

        /// <summary>Copies an f64 entry. False, with the array unchanged: no such entry, another type, another count.</summary>
        public bool TryCopy(ushort id, double[] into, int expectedCount)
        {
            int offset = Locate(id, ParameterType.F64, expectedCount);
            if (offset < 0)
                return false;
            Bytes.GetF64Array(_blob, offset, into, expectedCount);
            return true;
        }

        /// <summary>Copies an f32 entry. False, with the array unchanged: no such entry, another type, another count.</summary>
        public bool TryCopy(ushort id, float[] into, int expectedCount)
        {
            int offset = Locate(id, ParameterType.F32, expectedCount);
            if (offset < 0)
                return false;
            for (int i = 0; i < expectedCount; i++)
                into[i] = Bytes.GetF32(_blob, offset + (4 * i));
            return true;
        }

        /// <summary>Copies an i8 entry. False, with the array unchanged: no such entry, another type, another count.</summary>
        public bool TryCopy(ushort id, sbyte[] into, int expectedCount)
        {
            int offset = Locate(id, ParameterType.I8, expectedCount);
            if (offset < 0)
                return false;
            for (int i = 0; i < expectedCount; i++)
                into[i] = (sbyte)_blob[offset + i];
            return true;
        }

        /// <summary>Reads an entry of one element, of any type. False, with the value unchanged, where there is none.</summary>
        public bool TryGetScalar(ushort id, ref double value)
        {
            int entry = Find(id);
            if (entry < 0 || Count(entry) != 1)
                return false;
            value = GetDouble(entry, 0);
            return true;
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
            uint offset = Bytes.GetU32(_blob, HeaderBytes + (EntryBytes * entry) + 12);
            return (int)(long)offset;
        }

        private void Clear()
        {
            _blob = null;
            Mission = MissionKind.None;
            EntryCount = 0;
            Version = 0;
            ShapeHash = 0;
            Crc = 0;
            TotalBytes = 0;
        }
    }
}
