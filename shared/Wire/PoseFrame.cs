namespace MultiAgentEdge.Wire
{
    /// <summary>Payload of <see cref="FrameKind.Pose"/>: where a tracker saw a rover. 42 bytes.</summary>
    public sealed class PoseFrame
    {
        public const int PayloadBytes = 42;

        /// <summary>In <see cref="Flags"/>: the tracker sees a heading.</summary>
        public const int HasHeading = 1;

        /// <summary>Which tracker, 0 to 255.</summary>
        public int Source;

        /// <summary>Bits; unknown ones are refused.</summary>
        public int Flags;

        /// <summary>When it was so, on the tracker's own clock, microseconds. Its zero is the tracker's affair.</summary>
        public long StampUs;

        /// <summary>World frame, metres, finite; the axle's middle.</summary>
        public double XM;

        /// <summary>World frame, metres, finite.</summary>
        public double YM;

        /// <summary>Counter-clockwise, finite; counts only with <see cref="HasHeading"/>; 0 without.</summary>
        public double HeadingRad;

        /// <summary>Standard deviation of either coordinate, metres, finite, at least 0.</summary>
        public float SigmaM;

        /// <summary>Standard deviation of the heading, finite, at least 0.</summary>
        public float SigmaRad;

        /// <returns>Bytes written.</returns>
        public int Write(byte[] buffer, int offset)
        {
            buffer[offset] = (byte)Source;
            buffer[offset + 1] = (byte)Flags;
            Bytes.PutI64(buffer, offset + 2, StampUs);
            Bytes.PutF64(buffer, offset + 10, XM);
            Bytes.PutF64(buffer, offset + 18, YM);
            Bytes.PutF64(buffer, offset + 26, HeadingRad);
            Bytes.PutF32(buffer, offset + 34, SigmaM);
            Bytes.PutF32(buffer, offset + 38, SigmaRad);
            return PayloadBytes;
        }

        /// <summary>False, with every field unchanged: wrong length, unknown flags, a number not finite, a negative deviation.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length != PayloadBytes || buffer[offset + 1] > HasHeading || !Bytes.AreFiniteF64(buffer, offset + 10, 3)
                || !Bytes.IsFiniteF32(buffer, offset + 34) || !Bytes.IsFiniteF32(buffer, offset + 38))
                return false;
            float sigmaM = Bytes.GetF32(buffer, offset + 34);
            float sigmaRad = Bytes.GetF32(buffer, offset + 38);
            if (sigmaM < 0f || sigmaRad < 0f)
                return false;
            Source = buffer[offset];
            Flags = buffer[offset + 1];
            StampUs = Bytes.GetI64(buffer, offset + 2);
            XM = Bytes.GetF64(buffer, offset + 10);
            YM = Bytes.GetF64(buffer, offset + 18);
            HeadingRad = Bytes.GetF64(buffer, offset + 26);
            SigmaM = sigmaM;
            SigmaRad = sigmaRad;
            return true;
        }
    }
}
