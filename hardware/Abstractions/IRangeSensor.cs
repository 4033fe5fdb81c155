namespace MultiAgentEdge.Hardware
{
    /// <summary>Distance to the nearest obstacle ahead.</summary>
    public interface IRangeSensor
    {
        /// <summary>False where no reading could be had; the value is then unchanged.</summary>
        bool TryReadRange(ref double rangeM);
    }
}
