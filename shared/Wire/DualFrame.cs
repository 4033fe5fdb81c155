namespace MultiAgentEdge.Wire
{
    /// <summary>Payload of <see cref="FrameKind.Dual"/>: the coupling price that a rover is to plan with, what it is to try, and how far
    /// along its path the fleet is. 10 bytes, prices, probe, pace.</summary>
    public sealed class DualFrame
    {
        public const int FixedBytes = 10;

        /// <summary>Bit of <see cref="Flags"/>: no further round in this period; solve and act.</summary>
        public const int LastOfPeriod = 1;

        /// <summary>Bit of <see cref="Flags"/>: nothing is negotiated with this rover now. It drives by its own cost, and by no price: the
        /// host's could only lead it back to a plan that it made when its last word left it.</summary>
        public const int Alone = 2;

        /// <summary>Numbers of a pace.</summary>
        public const int PaceCount = 8;

        private const int PaceBit = 4;

        /// <param name="priceCapacity">Most prices taken: horizon times coupling outputs.</param>
        /// <param name="probeCapacity">Longest probe taken: inputs.</param>
        /// <param name="paceCapacity">0: frames with a pace are refused.</param>
        public DualFrame(int priceCapacity, int probeCapacity = 0, int paceCapacity = PaceCount)
        {
            Pace = new double[paceCapacity];
            Price = new double[priceCapacity];
            Probe = new double[probeCapacity];
        }

        /// <summary>Control period that this price belongs to.</summary>
        public uint Tick;

        /// <summary>Round of negotiation, from 0; at most 255.</summary>
        public int Round;

        /// <summary>Rounds in this period; at most 255.</summary>
        public int Rounds;

        public int Flags;

        public int PriceCount;

        /// <summary>Entries of the probe, at most 255; 0 where nothing is tried.</summary>
        public int ProbeCount;

        /// <summary>pi_l = M_i^T mu_l (and the linear part of the ADMM term), stage by stage.</summary>
        public readonly double[] Price; // N x n_o

        /// <summary>Added to the input in the last round of a period, so that a learner sees more than its own optimum; the rover limits
        /// it.</summary>
        public readonly double[] Probe; // nu

        /// <summary>Whether it tells a pace: of a fleet that follows a path. A bit of the flags' byte.</summary>
        public bool HasPace;

        /// <summary>As FormationPace writes it: path, phase, rate, slew, the same three of the path before, tick.</summary>
        public readonly double[] Pace;

        public bool IsLastOfPeriod
        {
            get { return (Flags & LastOfPeriod) != 0; }
        }

        public bool IsAlone
        {
            get { return (Flags & Alone) != 0; }
        }

        public static int BytesFor(int priceCount, int probeCount = 0, bool hasPace = false)
        {
            return FixedBytes + (8 * (priceCount + probeCount + (hasPace ? PaceCount : 0)));
        }

        /// <returns>Bytes written.</returns>
        public int Write(byte[] buffer, int offset)
        {
            Bytes.PutU32(buffer, offset, Tick);
            buffer[offset + 4] = (byte)Round;
            buffer[offset + 5] = (byte)Rounds;
            buffer[offset + 6] = (byte)(Flags | (HasPace ? PaceBit : 0));
            buffer[offset + 7] = (byte)ProbeCount;
            Bytes.PutU16(buffer, offset + 8, PriceCount);
            int at = Bytes.PutF64Array(buffer, offset + FixedBytes, Price, PriceCount);
            at = Bytes.PutF64Array(buffer, at, Probe, ProbeCount);
            return Bytes.PutF64Array(buffer, at, Pace, HasPace ? PaceCount : 0) - offset;
        }

        /// <summary>False, with every field unchanged: wrong length, more prices or probes than fit, one of them not finite.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length < FixedBytes)
                return false;
            int count = Bytes.GetU16(buffer, offset + 8);
            int probes = buffer[offset + 7];
            bool paced = (buffer[offset + 6] & PaceBit) != 0;
            int paces = paced ? PaceCount : 0;
            if (count > Price.Length || probes > Probe.Length || paces > Pace.Length || length != BytesFor(count, probes, paced))
                return false;
            if (!Bytes.AreFiniteF64(buffer, offset + FixedBytes, count + probes + paces))
                return false;
            Tick = Bytes.GetU32(buffer, offset);
            Round = buffer[offset + 4];
            Rounds = buffer[offset + 5];
            Flags = buffer[offset + 6] & ~PaceBit;
            HasPace = paced;
            PriceCount = count;
            ProbeCount = probes;
            int at = Bytes.GetF64Array(buffer, offset + FixedBytes, Price, count);
            at = Bytes.GetF64Array(buffer, at, Probe, probes);
            Bytes.GetF64Array(buffer, at, Pace, paces);
            return true;
        }
    }
}
