namespace MultiAgentEdge.Hardware
{
    /// <summary>A body that counts its way from where it was put down, and has to be told where that is.</summary>
    public interface IPlacedBody : IBody
    {
        /// <summary>Where it stands; its time starts anew.</summary>
        void SetPose(double xM, double yM, double headingRad);
    }
}
