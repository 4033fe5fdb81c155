namespace MultiAgentEdge.Firmware
{
    /// <summary>A controller of a body in the plane that says more than its inputs do, for what keeps rovers apart.</summary>
    public interface IPlanarController : IController
    {
        /// <summary>Largest speed that the fleet drives at in this mission, m/s; the same for all of it. 0: its rovers keep clear of nobody,
        /// for its places are points that they share.</summary>
        double LargestSpeedMS { get; }

        /// <summary>Whole number of the mission: where two rovers want one way, the higher one has it. 0 where it has no opinion.</summary>
        int Priority { get; }
    }
}
