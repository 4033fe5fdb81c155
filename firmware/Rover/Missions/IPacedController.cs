namespace MultiAgentEdge.Firmware
{
    /// <summary>A controller that follows a path at the fleet's agreed pace: the agent tells it before each period how far along the fleet
    /// is.</summary>
    public interface IPacedController : IController
    {
        /// <param name="numbers">What the host said last, of whatever period, as FormationPace writes it; before its first word all
        /// zero.</param>
        /// <param name="tick">The period that begins.</param>
        void SetPace(double[] numbers, uint tick);
    }
}
