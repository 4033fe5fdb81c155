using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Wire
{
    /// <summary>Payload of <see cref="FrameKind.State"/>: how a rover is and where. 33 bytes and the state. Retained, and the last
    /// will.</summary>
    public sealed class StateFrame
    {
        public const int FixedBytes = 33;

        /// <param name="stateCapacity">Most state entries, at most 255.</param>
        public StateFrame(int stateCapacity)
        {
            State = new double[stateCapacity];
        }

        public RoverMode Mode;
        public SafetyAction Action;
        public MissionKind MissionKind;
        public int Flags;
        public uint Tick;

        /// <summary>Newest coordinator session heard of; a new coordinator takes the largest of the fleet plus one.</summary>
        public uint CoordinatorEpoch;

        /// <summary>Version of the active parameter set; 0 where there is none.</summary>
        public uint ParameterVersion;

        /// <summary>Bits of <see cref="FaultFlags"/>.</summary>
        public uint Faults;

        /// <summary>Deadlines missed since the rover started.</summary>
        public uint MissedDeadlines;

        /// <summary>Negotiation rounds without a price since the rover started.</summary>
        public uint RoundsMissed;

        /// <summary>Supply voltage; 0 where it is not measured.</summary>
        public float BatteryV;

        public int StateCount;

        /// <summary>State estimate in the controller's units.</summary>
        public readonly double[] State; // nx

        public static int BytesFor(int stateCount)
        {
            return FixedBytes + (8 * stateCount);
        }

        /// <returns>Bytes written.</returns>
        public int Write(byte[] buffer, int offset)
        {
            buffer[offset] = (byte)Mode;
            buffer[offset + 1] = (byte)Action;
            buffer[offset + 2] = (byte)MissionKind;
            buffer[offset + 3] = (byte)Flags;
            Bytes.PutU32(buffer, offset + 4, Tick);
            Bytes.PutU32(buffer, offset + 8, CoordinatorEpoch);
            Bytes.PutU32(buffer, offset + 12, ParameterVersion);
            Bytes.PutU32(buffer, offset + 16, Faults);
            Bytes.PutU32(buffer, offset + 20, MissedDeadlines);
            Bytes.PutU32(buffer, offset + 24, RoundsMissed);
            Bytes.PutF32(buffer, offset + 28, BatteryV);
            buffer[offset + 32] = (byte)StateCount;
            return Bytes.PutF64Array(buffer, offset + FixedBytes, State, StateCount) - offset;
        }

        /// <summary>False, with every field unchanged: wrong length, more entries than fit, a number not finite, unknown mode, action or
        /// mission.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length < FixedBytes)
                return false;
            int count = buffer[offset + 32];
            if (count > State.Length || length != BytesFor(count))
                return false;
            if (buffer[offset] > (byte)RoverMode.EmergencyStop || buffer[offset + 1] > (byte)SafetyAction.EmergencyStop
                || !MissionKinds.IsKnown(buffer[offset + 2]))
                return false;
            if (!Bytes.IsFiniteF32(buffer, offset + 28) || !Bytes.AreFiniteF64(buffer, offset + FixedBytes, count))
                return false;
            Mode = (RoverMode)buffer[offset];
            Action = (SafetyAction)buffer[offset + 1];
            MissionKind = (MissionKind)buffer[offset + 2];
            Flags = buffer[offset + 3];
            Tick = Bytes.GetU32(buffer, offset + 4);
            CoordinatorEpoch = Bytes.GetU32(buffer, offset + 8);
            ParameterVersion = Bytes.GetU32(buffer, offset + 12);
            Faults = Bytes.GetU32(buffer, offset + 16);
            MissedDeadlines = Bytes.GetU32(buffer, offset + 20);
            RoundsMissed = Bytes.GetU32(buffer, offset + 24);
            BatteryV = Bytes.GetF32(buffer, offset + 28);
            StateCount = count;
            Bytes.GetF64Array(buffer, offset + FixedBytes, State, count);
            return true;
        }
    }
}
