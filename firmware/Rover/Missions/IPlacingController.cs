namespace MultiAgentEdge.Firmware
{
    /// <summary>A controller whose parameter set may say where the rover was put down.</summary>
    public interface IPlacingController
    {
        /// <summary>Where the mission puts this rover: x, y, m; heading, rad. Null where it does not say.</summary>
        double[] StartPose { get; }
    }
}
