using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Parameters
{
    /// <summary>Everything that must hold before a parameter set is read. Never throws on received bytes, allocates nothing.</summary>
    /// <remarks>Header and shape table stand in one array, the whole set in a window.</remarks>
    internal static class ParameterSetCheck
    {
        /// <param name="length">At least a header's and a checksum's.</param>
        public static ParameterStatus Check(byte[] blob, ByteWindow data, int length)
        {
            if (Bytes.GetU32(blob, 0) != ParameterSet.Magic)
                return ParameterStatus.WrongMagic;
            if (Bytes.GetU16(blob, 4) != ParameterSet.Schema)
                return ParameterStatus.WrongSchema;
            long total = Bytes.GetU32(blob, 12);
            if (total > length)
                return ParameterStatus.Truncated;
            if (total < length)
                return ParameterStatus.WrongLength;
            uint crc = Checksum(data, length - 4);
            int trailer = data.Locate(length - 4, 4);
            if (crc != Bytes.GetU32(data.Bytes, trailer))
                return ParameterStatus.WrongChecksum;
            if (Bytes.GetU32(blob, 28) != 0 || !MissionKinds.IsKnown(blob[6]))
                return ParameterStatus.WrongSchema;
            return CheckShapes(blob, data, length - 4);
        }

        private static ParameterStatus CheckShapes(byte[] blob, ByteWindow data, int dataEnd)
        {
            int entries = blob[7];
            int tableEnd = ParameterSet.HeaderBytes + (ParameterSet.EntryBytes * entries);
            long dataOffset = Bytes.GetU32(blob, 16);
            if (tableEnd > dataEnd || dataOffset != tableEnd)
                return ParameterStatus.BadShapeTable;
            if (Crc32.Compute(blob, ParameterSet.HeaderBytes, tableEnd - ParameterSet.HeaderBytes) != Bytes.GetU32(blob, 24))
                return ParameterStatus.BadShapeTable;
            long expected = dataOffset;
            long selfTest = 0;
            for (int i = 0; i < entries; i++)
            {
                int at = ParameterSet.HeaderBytes + (ParameterSet.EntryBytes * i);
                long bytes = EntryBytes(blob, at, dataEnd);
                long offset = Bytes.GetU32(blob, at + 12);
                if (bytes < 0 || offset != expected || offset + bytes > dataEnd || IsDoubled(blob, at))
                    return ParameterStatus.BadShapeTable;
                if (Bytes.GetU16(blob, at) == ParameterId.SelfTestInput)
                    selfTest = offset;
                if (!IsFinite(data, blob[at + 2], (int)offset, (int)bytes))
                    return ParameterStatus.NotFinite;
                expected = (offset + bytes + 7) & -8L;
            }

            long declaredSelfTest = Bytes.GetU32(blob, 20);
            return expected == dataEnd && declaredSelfTest == selfTest ? ParameterStatus.Ok : ParameterStatus.BadShapeTable;
        }

        /// <summary>Bytes of data of the entry described at <paramref name="at"/>, or -1 where the description is not acceptable.</summary>
        private static long EntryBytes(byte[] blob, int at, int most)
        {
            int rank = blob[at + 3];
            if (rank < 1 || rank > ParameterSet.RankLimit || Bytes.GetU16(blob, at) == 0)
                return -1;
            long count = 1;
            for (int axis = 0; axis < ParameterSet.RankLimit; axis++)
            {
                int dim = Bytes.GetU16(blob, at + 4 + (2 * axis));
                if ((dim != 0) != (axis < rank))
                    return -1;
                if (axis < rank)
                    count *= dim;
                if (count > most)
                    return -1;
            }

            int width = Width(blob[at + 2]);
            return width == 0 ? -1 : count * width;
        }

        private static int Width(byte type)
        {
            switch ((ParameterType)type)
            {
                case ParameterType.F64: return 8;
                case ParameterType.F32: return 4;
                case ParameterType.I8: return 1;
                default: return 0;
            }
        }

        private static bool IsDoubled(byte[] blob, int at)
        {
            int id = Bytes.GetU16(blob, at);
            for (int earlier = ParameterSet.HeaderBytes; earlier < at; earlier += ParameterSet.EntryBytes)
            {
                if (Bytes.GetU16(blob, earlier) == id)
                    return true;
            }

            return false;
        }

        private static uint Checksum(ByteWindow data, int length)
        {
            uint crc = 0;
            for (int at = 0; at < length;)
            {
                int count = data.Elements(at, 1, length - at);
                crc = Crc32.Update(crc, data.Bytes, data.Locate(at, 1), count);
                at += count;
            }

            return crc;
        }

        private static bool IsFinite(ByteWindow data, byte type, int offset, int bytes)
        {
            int width = Width(type);
            for (int end = offset + bytes; offset < end && width > 1;)
            {
                int count = data.Elements(offset, width, (end - offset) / width);
                int at = data.Locate(offset, width);
                if (width == 8 && !Bytes.AreFiniteF64(data.Bytes, at, count))
                    return false;
                for (int i = 0; i < count && width == 4; i++)
                {
                    if (!Bytes.IsFiniteF32(data.Bytes, at + (4 * i)))
                        return false;
                }

                offset += width * count;
            }

            return true;
        }
    }
}
