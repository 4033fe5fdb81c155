using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Wire
{
    /// <summary>Payload of <see cref="FrameKind.Plan"/>: the coupling outputs that a rover predicts. 10 bytes, outputs,
    /// sensitivity.</summary>
    public sealed class PlanFrame
    {
        public const int FixedBytes = 10;

        /// <summary>Bit of the round's byte: <see cref="HasOldPrice"/>.</summary>
        private const int OldPrice = 128;

        /// <param name="outputCapacity">Most outputs: horizon times coupling outputs.</param>
        /// <param name="sensitivityCapacity">Most sensitivity entries: the square of the former, or 0 where damped dual Newton is not
        /// used.</param>
        public PlanFrame(int outputCapacity, int sensitivityCapacity)
        {
            Outputs = new double[outputCapacity];
            Sensitivity = new double[sensitivityCapacity];
        }

        /// <summary>Control period that this plan belongs to.</summary>
        public uint Tick;

        /// <summary>Round of negotiation, from 0; at most 127.</summary>
        public int Round;

        /// <summary>
        /// Made at no price of this period or the one before: it says where the rover wants to go, but not what it would do at the price
        /// that the host sent last.
        /// </summary>
        public bool HasOldPrice;

        /// <summary>How the local solve ended.</summary>
        public QpStatus Status;

        public int OutputCount;

        public int SensitivityCount;

        /// <summary>o_l = E x_l for l = 1..N, stage by stage.</summary>
        public readonly double[] Outputs; // N x n_o

        /// <summary>d outputs / d price; empty unless damped dual Newton asks for it.</summary>
        public readonly double[] Sensitivity; // (N n_o) x (N n_o)

        public static int BytesFor(int outputCount, int sensitivityCount)
        {
            return FixedBytes + (8 * (outputCount + sensitivityCount));
        }

        /// <returns>Bytes written.</returns>
        public int Write(byte[] buffer, int offset)
        {
            Bytes.PutU32(buffer, offset, Tick);
            buffer[offset + 4] = (byte)(HasOldPrice ? Round | OldPrice : Round);
            buffer[offset + 5] = (byte)Status;
            Bytes.PutU16(buffer, offset + 6, OutputCount);
            Bytes.PutU16(buffer, offset + 8, SensitivityCount);
            int at = Bytes.PutF64Array(buffer, offset + FixedBytes, Outputs, OutputCount);
            return Bytes.PutF64Array(buffer, at, Sensitivity, SensitivityCount) - offset;
        }

        /// <summary>False, with every field unchanged: wrong length, more numbers than fit, a number not finite, unknown status.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length < FixedBytes)
                return false;
            byte status = buffer[offset + 5];
            int outputs = Bytes.GetU16(buffer, offset + 6);
            int sensitivities = Bytes.GetU16(buffer, offset + 8);
            if (status > (byte)QpStatus.InvalidData || outputs > Outputs.Length || sensitivities > Sensitivity.Length)
                return false;
            if (length != BytesFor(outputs, sensitivities))
                return false;
            if (!Bytes.AreFiniteF64(buffer, offset + FixedBytes, outputs + sensitivities))
                return false;
            Tick = Bytes.GetU32(buffer, offset);
            Round = buffer[offset + 4] & (OldPrice - 1);
            HasOldPrice = buffer[offset + 4] >= OldPrice;
            Status = (QpStatus)status;
            OutputCount = outputs;
            SensitivityCount = sensitivities;
            int at = Bytes.GetF64Array(buffer, offset + FixedBytes, Outputs, outputs);
            Bytes.GetF64Array(buffer, at, Sensitivity, sensitivities);
            return true;
        }
    }
}
