using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Parameters
{
    /// <summary>Everything that must hold before a parameter set is read. Never throws on received bytes, allocates nothing.</summary>
    internal static class ParameterSetCheck
    {
        public static ParameterStatus Check(byte[] blob, int length)
        {
            if (blob == null || length < ParameterSet.HeaderBytes + 4 || length > blob.Length)
                return ParameterStatus.Truncated;
            if (Bytes.GetU32(blob, 0) != ParameterSet.Magic)
                return ParameterStatus.WrongMagic;
            if (Bytes.GetU16(blob, 4) != ParameterSet.Schema)
                return ParameterStatus.WrongSchema;
            long total = Bytes.GetU32(blob, 12);
            if (total > length)
                return ParameterStatus.Truncated;
            if (total < length)
                return ParameterStatus.WrongLength;
            if (Crc32.Compute(blob, 0, length - 4) != Bytes.GetU32(blob, length - 4))
                return ParameterStatus.WrongChecksum;
            if (Bytes.GetU32(blob, 28) != 0 || !MissionKinds.IsKnown(blob[6]))
                return ParameterStatus.WrongSchema;
            return CheckShapes(blob, length - 4);
        }

        private static ParameterStatus CheckShapes(byte[] blob, int dataEnd)
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
                long bytes = EntryBytes(blob, at);
                long offset = Bytes.GetU32(blob, at + 12);
                if (bytes < 0 || offset != expected || offset + bytes > dataEnd || IsDoubled(blob, at))
                    return ParameterStatus.BadShapeTable;
                if (Bytes.GetU16(blob, at) == ParameterId.SelfTestInput)
                    selfTest = offset;
                if (!IsFinite(blob, blob[at + 2], (int)offset, (int)bytes))
                    return ParameterStatus.NotFinite;
                expected = (offset + bytes + 7) & -8L;
            }

            long declaredSelfTest = Bytes.GetU32(blob, 20);
            return expected == dataEnd && declaredSelfTest == selfTest ? ParameterStatus.Ok : ParameterStatus.BadShapeTable;
        }

        /// <summary>Bytes of data of the entry described at <paramref name="at"/>, or -1 where the description is not acceptable.</summary>
        private static long EntryBytes(byte[] blob, int at)
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
                if (count > blob.Length)
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

        private static bool IsFinite(byte[] blob, byte type, int offset, int bytes)
        {
            if (type == (byte)ParameterType.F64)
                return Bytes.AreFiniteF64(blob, offset, bytes / 8);
            if (type == (byte)ParameterType.F32)
            {
                for (int at = offset; at < offset + bytes; at += 4)
                {
                    if (!Bytes.IsFiniteF32(blob, at))
                        return false;
                }
            }

            return true;
        }
    }
}
