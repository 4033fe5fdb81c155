namespace MultiAgentEdge.Hardware
{
    /// <summary>Supply voltage behind a divider.</summary>
    public interface IBattery
    {
        /// <summary>False where no reading could be had; the value is then unchanged.</summary>
        bool TryReadVoltage(ref double voltageV);
    }
}
