namespace MultiAgentEdge.Hardware
{
    /// <summary>Yaw rate from an inertial sensor.</summary>
    public interface IInertialSensor
    {
        /// <summary>False where no reading could be had; the value is then unchanged.</summary>
        bool TryReadYawRate(ref double yawRateRadS);
    }
}
