using MultiAgentEdge.Mpc;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Wire
{
    /// <summary>Payload of <see cref="FrameKind.Telemetry"/>: what one control period came to. 40 bytes, state, input, prices.</summary>
    public sealed class TelemetryFrame
    {
        public const int FixedBytes = 40;

        /// <param name="stateCapacity">At most 255.</param>
        /// <param name="inputCapacity">At most 255.</param>
        /// <param name="outputCapacity">Most prices: horizon times coupling outputs.</param>
        public TelemetryFrame(int stateCapacity, int inputCapacity, int outputCapacity)
        {
            State = new double[stateCapacity];
            Input = new double[inputCapacity];
            Price = new double[outputCapacity];
        }

        public uint Tick;
        public RoverMode Mode;
        public SafetyAction Action;

        /// <summary>How the last solve of the period ended.</summary>
        public QpStatus Status;

        /// <summary>Prices heard in this period; at most 255.</summary>
        public int Rounds;

        /// <summary>The mission's own count, at most 65,535: solver iterations (formation), others within range (coverage), QPs
        /// (delivery).</summary>
        public int Count;

        /// <summary>Low 16 bits of the version of the parameter set that the period was driven with; 0 without a set.</summary>
        public int ParameterVersion;

        /// <summary>Time spent solving in this period, microseconds.</summary>
        public uint SolveUs;

        /// <summary>How late the period began, microseconds.</summary>
        public uint LatenessUs;

        /// <summary>The mission's own figure; NaN or infinite where there is none: cost of the local problem (formation), others in scope
        /// (coverage), periods to the node (delivery).</summary>
        public double Figure;

        /// <summary>Negotiation residual; NaN or infinite where there is none.</summary>
        public double Residual;

        public int StateCount;
        public int InputCount;
        public int PriceCount;

        public readonly double[] State; // nx

        public readonly double[] Input; // nu

        public readonly double[] Price; // N x n_o

        public static int BytesFor(int stateCount, int inputCount, int priceCount)
        {
            return FixedBytes + (8 * (stateCount + inputCount + priceCount));
        }

        /// <returns>Bytes written.</returns>
        public int Write(byte[] buffer, int offset)
        {
            Bytes.PutU32(buffer, offset, Tick);
            buffer[offset + 4] = (byte)Mode;
            buffer[offset + 5] = (byte)Action;
            buffer[offset + 6] = (byte)Status;
            buffer[offset + 7] = (byte)Rounds;
            Bytes.PutU16(buffer, offset + 8, Count);
            Bytes.PutU16(buffer, offset + 10, ParameterVersion);
            Bytes.PutU32(buffer, offset + 12, SolveUs);
            Bytes.PutU32(buffer, offset + 16, LatenessUs);
            Bytes.PutF64(buffer, offset + 20, Figure);
            Bytes.PutF64(buffer, offset + 28, Residual);
            buffer[offset + 36] = (byte)StateCount;
            buffer[offset + 37] = (byte)InputCount;
            Bytes.PutU16(buffer, offset + 38, PriceCount);
            int at = Bytes.PutF64Array(buffer, offset + FixedBytes, State, StateCount);
            at = Bytes.PutF64Array(buffer, at, Input, InputCount);
            return Bytes.PutF64Array(buffer, at, Price, PriceCount) - offset;
        }

        /// <summary>False, with every field unchanged: wrong length, more numbers than fit, a state, input or price not finite,
        /// unknown mode, action or status.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length < FixedBytes)
                return false;
            int states = buffer[offset + 36];
            int inputs = buffer[offset + 37];
            int prices = Bytes.GetU16(buffer, offset + 38);
            if (states > State.Length || inputs > Input.Length || prices > Price.Length || length != BytesFor(states, inputs, prices))
                return false;
            if (buffer[offset + 4] > (byte)RoverMode.EmergencyStop || buffer[offset + 5] > (byte)SafetyAction.EmergencyStop
                || buffer[offset + 6] > (byte)QpStatus.InvalidData)
                return false;
            if (!Bytes.AreFiniteF64(buffer, offset + FixedBytes, states + inputs + prices))
                return false;
            Tick = Bytes.GetU32(buffer, offset);
            Mode = (RoverMode)buffer[offset + 4];
            Action = (SafetyAction)buffer[offset + 5];
            Status = (QpStatus)buffer[offset + 6];
            Rounds = buffer[offset + 7];
            Count = Bytes.GetU16(buffer, offset + 8);
            ParameterVersion = Bytes.GetU16(buffer, offset + 10);
            SolveUs = Bytes.GetU32(buffer, offset + 12);
            LatenessUs = Bytes.GetU32(buffer, offset + 16);
            Figure = Bytes.GetF64(buffer, offset + 20);
            Residual = Bytes.GetF64(buffer, offset + 28);
            StateCount = states;
            InputCount = inputs;
            PriceCount = prices;
            int at = Bytes.GetF64Array(buffer, offset + FixedBytes, State, states);
            at = Bytes.GetF64Array(buffer, at, Input, inputs);
            Bytes.GetF64Array(buffer, at, Price, prices);
            return true;
        }
    }
}
