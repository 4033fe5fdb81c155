using MultiAgentEdge.Actor;

namespace MultiAgentEdge.Firmware
{
    /// <summary>A controller that looks at the other rovers of its fleet: the agent tells it where they are before each step.</summary>
    public interface INeighbourController : IController
    {
        /// <summary>Where the agent puts the others' positions, m.</summary>
        NeighbourScope Scope { get; }

        /// <summary>Periods without a word after which another rover is taken out of the scope.</summary>
        int SilenceLimit { get; }

        /// <summary>The control period that the next step belongs to.</summary>
        void SetTick(uint tick);

        /// <summary>Position at which a rover with this sensed state counts as standing, m.</summary>
        void Locate(double[] state, double[] position);
    }
}
