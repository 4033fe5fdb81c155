namespace MultiAgentEdge.Hardware
{
    /// <summary>A chip with registers of a byte, on whatever bus. Neither call throws, whatever the bus does.</summary>
    public interface IRegisters
    {
        /// <summary>Reads as many registers as the array is long, in one transfer, from this one on. False: the chip did not answer; the
        /// array then holds anything.</summary>
        bool TryRead(byte register, byte[] into);

        /// <summary>False: the chip did not answer.</summary>
        bool TryWrite(byte register, byte value);
    }
}
