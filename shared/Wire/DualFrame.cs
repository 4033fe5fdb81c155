namespace MultiAgentEdge.Wire
{
    /// <summary>Payload of <see cref="FrameKind.Dual"/>: the coupling price that a rover is to plan with. 10 bytes and the prices.</summary>
    public sealed class DualFrame
    {
        public const int FixedBytes = 10;

        /// <summary>Bit of <see cref="Flags"/>: no further round in this period; solve and act.</summary>
        public const int LastOfPeriod = 1;

        /// <param name="priceCapacity">Most prices taken: horizon times coupling outputs.</param>
        public DualFrame(int priceCapacity)
        {
            Price = new double[priceCapacity];
        }

        /// <summary>Control period that this price belongs to.</summary>
        public uint Tick;

        /// <summary>Round of negotiation, from 0; at most 255.</summary>
        public int Round;

        /// <summary>Rounds in this period; at most 255.</summary>
        public int Rounds;

        public int Flags;

        public int PriceCount;

        /// <summary>pi_l = M_i^T mu_l (and the linear part of the ADMM term), stage by stage.</summary>
        public readonly double[] Price; // N x n_o

        public bool IsLastOfPeriod
        {
            get { return (Flags & LastOfPeriod) != 0; }
        }

        public static int BytesFor(int priceCount)
        {
            return FixedBytes + (8 * priceCount);
        }

        /// <returns>Bytes written.</returns>
        public int Write(byte[] buffer, int offset)
        {
            Bytes.PutU32(buffer, offset, Tick);
            buffer[offset + 4] = (byte)Round;
            buffer[offset + 5] = (byte)Rounds;
            buffer[offset + 6] = (byte)Flags;
            buffer[offset + 7] = 0;
            Bytes.PutU16(buffer, offset + 8, PriceCount);
            return Bytes.PutF64Array(buffer, offset + FixedBytes, Price, PriceCount) - offset;
        }

        /// <summary>False, with every field unchanged: wrong length, more prices than fit, a price not finite, padding not zero.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length < FixedBytes)
                return false;
            int count = Bytes.GetU16(buffer, offset + 8);
            if (count > Price.Length || length != BytesFor(count))
                return false;
            if (buffer[offset + 7] != 0)
                return false;
            if (!Bytes.AreFiniteF64(buffer, offset + FixedBytes, count))
                return false;
            Tick = Bytes.GetU32(buffer, offset);
            Round = buffer[offset + 4];
            Rounds = buffer[offset + 5];
            Flags = buffer[offset + 6];
            PriceCount = count;
            Bytes.GetF64Array(buffer, offset + FixedBytes, Price, count);
            return true;
        }
    }
}
