namespace MultiAgentEdge.Hardware
{
    /// <summary>A body that counts its way from where it was put down, and has to be told where that is.</summary>
    public interface IPlacedBody : IBody
    {
        /// <summary>Whether what it knows of where it stands ends when it is switched off. False: it has always known, or only hands on to
        /// one that has.</summary>
        bool CountsWay { get; }

        /// <summary>Where it stands; its time starts anew.</summary>
        void SetPose(double xM, double yM, double headingRad);
    }
}
