namespace MultiAgentEdge.Wire
{
    /// <summary>Payload of <see cref="FrameKind.Command"/>: 16 bytes. Field order and bytes in README.md.</summary>
    public sealed class CommandFrame
    {
        public const int PayloadBytes = 16;

        public RoverCommand Command;

        /// <summary>For Start: the tick to begin at; one in the past means at once.</summary>
        public uint Tick;

        /// <summary>Meaning by command; finite. 0 where a command has none.</summary>
        public double Argument;

        /// <returns>Bytes written.</returns>
        public int Write(byte[] buffer, int offset)
        {
            buffer[offset] = (byte)Command;
            buffer[offset + 1] = 0;
            buffer[offset + 2] = 0;
            buffer[offset + 3] = 0;
            Bytes.PutU32(buffer, offset + 4, Tick);
            Bytes.PutF64(buffer, offset + 8, Argument);
            return PayloadBytes;
        }

        /// <summary>False, with every field unchanged: another length, an unknown command, padding not zero, or an argument not
        /// finite.</summary>
        public bool TryRead(byte[] buffer, int offset, int length)
        {
            if (length != PayloadBytes)
                return false;
            byte command = buffer[offset];
            if (command < (byte)RoverCommand.Arm || command > (byte)RoverCommand.Identify)
                return false;
            if ((buffer[offset + 1] | buffer[offset + 2] | buffer[offset + 3]) != 0)
                return false;
            if (!Bytes.IsFiniteF64(buffer, offset + 8))
                return false;
            Command = (RoverCommand)command;
            Tick = Bytes.GetU32(buffer, offset + 4);
            Argument = Bytes.GetF64(buffer, offset + 8);
            return true;
        }
    }
}
