namespace MultiAgentEdge.Wire
{
    /// <summary>
    /// Payload of <see cref="FrameKind.Motion"/>: where a rover is in the plane, how it moves, what it promises and what way it reserves.
    /// 61 bytes. Others keep clear of it by this alone.
    /// </summary>
    public sealed class MotionFrame
    {
        public const int ByteCount = 61;

        private const int Driving = 1;
        private const int Reserving = 2;
        private const double FarM = 1e6;

        /// <summary>Control period of this state.</summary>
        public uint Tick;

        /// <summary>Whether its motors are driven.</summary>
        public bool IsDriving;

        /// <summary>Whether the way from here to the aim is reserved.</summary>
        public bool Reserves;

        /// <summary>Of the axle's middle in the world, m.</summary>
        public double XM;

        public double YM;

        /// <summary>Counter-clockwise from x, rad.</summary>
        public float HeadingRad;

        /// <summary>Of the axle's middle along the heading, m/s.</summary>
        public float SpeedMS;

        public float YawRateRadS;

        /// <summary>Standard deviation of the position, m, 0 or more.</summary>
        public float SigmaM;

        /// <summary>Of the disc around the axle's middle that holds the body, m, above 0.</summary>
        public float RadiusM;

        /// <summary>The largest speed that it promises for the periods to come, m/s, 0 or more.</summary>
        public float CapMS;

        /// <summary>From the position to the end of the way it would take next, m.</summary>
        public float AimXM;

        public float AimYM;

        /// <summary>Which of two reservations counts: the higher one.</summary>
        public float Rank;

        /// <summary>Periods since boot in which the rover drove otherwise than its mission wanted.</summary>
        public uint Interventions;

        /// <returns>Bytes written.</returns>
        public int Write(byte[] buffer, int offset)
        {
            buffer[offset] = (byte)((IsDriving ? Driving : 0) | (Reserves ? Reserving : 0));
            Bytes.PutU32(buffer, offset + 1, Tick);
            Bytes.PutF64(buffer, offset + 5, XM);
            Bytes.PutF64(buffer, offset + 13, YM);
            Bytes.PutF32(buffer, offset + 21, HeadingRad);
            Bytes.PutF32(buffer, offset + 25, SpeedMS);
            Bytes.PutF32(buffer, offset + 29, YawRateRadS);
            Bytes.PutF32(buffer, offset + 33, SigmaM);
            Bytes.PutF32(buffer, offset + 37, RadiusM);
            Bytes.PutF32(buffer, offset + 41, CapMS);
            Bytes.PutF32(buffer, offset + 45, AimXM);
            Bytes.PutF32(buffer, offset + 49, AimYM);
            Bytes.PutF32(buffer, offset + 53, Rank);
            Bytes.PutU32(buffer, offset + 57, Interventions);
            return ByteCount;
        }

        /// <summary>False, with every field unchanged: wrong length, a number not finite or out of range, an unknown flag.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length != ByteCount || buffer[offset] > (Driving | Reserving) || !Bytes.AreFiniteF64(buffer, offset + 5, 2))
                return false;
            for (int at = 21; at < 57; at += 4)
            {
                if (!Bytes.IsFiniteF32(buffer, offset + at))
                    return false;
            }

            double x = Bytes.GetF64(buffer, offset + 5);
            double y = Bytes.GetF64(buffer, offset + 13);
            float sigma = Bytes.GetF32(buffer, offset + 33);
            float radius = Bytes.GetF32(buffer, offset + 37);
            float cap = Bytes.GetF32(buffer, offset + 41);
            if (x > FarM || x < -FarM || y > FarM || y < -FarM || sigma < 0f || !(radius > 0f) || radius > 100f || cap < 0f)
                return false;
            IsDriving = (buffer[offset] & Driving) != 0;
            Reserves = (buffer[offset] & Reserving) != 0;
            Tick = Bytes.GetU32(buffer, offset + 1);
            XM = x;
            YM = y;
            HeadingRad = Bytes.GetF32(buffer, offset + 21);
            SpeedMS = Bytes.GetF32(buffer, offset + 25);
            YawRateRadS = Bytes.GetF32(buffer, offset + 29);
            SigmaM = sigma;
            RadiusM = radius;
            CapMS = cap;
            AimXM = Bytes.GetF32(buffer, offset + 45);
            AimYM = Bytes.GetF32(buffer, offset + 49);
            Rank = Bytes.GetF32(buffer, offset + 53);
            Interventions = Bytes.GetU32(buffer, offset + 57);
            return true;
        }
    }
}
