namespace MultiAgentEdge.Hardware
{
    /// <summary>How well the network hears this machine.</summary>
    public interface IRadio
    {
        /// <summary>False where there is no radio or it does not say; the value is then unchanged. dBm, below zero: -50 is near, -85 is
        /// nearly gone.</summary>
        bool TryReadSignal(ref int signalDbm);
    }
}
