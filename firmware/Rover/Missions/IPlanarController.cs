namespace MultiAgentEdge.Firmware
{
    /// <summary>A controller of a body in the plane that says more than its inputs do, for what keeps rovers apart.</summary>
    public interface IPlanarController : IController
    {
        /// <summary>Largest speed that the fleet drives at in this mission, m/s; the same for all of it. 0: they keep clear of nobody, for
        /// the law that keeps apart does not know how they steer.</summary>
        double LargestSpeedMS { get; }

        /// <summary>By which it asks to go faster at most, m/s^2, the same for the whole fleet; 0 where it does not say.</summary>
        double LargestGainMS2 { get; }

        /// <summary>Whole number of the mission: where two rovers want one way, the higher one has it. 0 where it has no opinion.</summary>
        int Priority { get; }

        /// <summary>Which way it wants to go, whatever heading that takes; false: its input says all that it wants.</summary>
        /// <param name="velocity">Filled: of the point before the axle, x, y, m/s.</param>
        bool TryWish(double[] velocity);

        /// <summary>The input of this period was changed, so that the rover runs into nobody.</summary>
        void Divert();
    }
}
