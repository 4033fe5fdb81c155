using MultiAgentEdge.Formation;

namespace MultiAgentEdge.Firmware
{
    /// <summary>A controller that follows a path at the fleet's agreed pace: the agent tells it before each period how far along the fleet is.</summary>
    public interface IPacedController : IController
    {
        /// <param name="pace">What the host said last, of whatever period; before its first word all zero.</param>
        /// <param name="tick">The period that begins.</param>
        void SetPace(FormationPace pace, uint tick);
    }
}
