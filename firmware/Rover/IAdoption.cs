using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware
{
    /// <summary>How a rover that nobody knows comes to somebody; asked by the agent's loop.</summary>
    public interface IAdoption
    {
        /// <summary>Whether a message on this topic is for it.</summary>
        bool IsMine(string topic);

        /// <summary>After every connection.</summary>
        void Connected();

        /// <param name="instance">This life's number, as the rover's info says; 0: none yet.</param>
        /// <param name="atRest">Neither armed nor driving.</param>
        /// <returns>False where it is nothing for this life from who knows the label.</returns>
        bool TryTake(LinkMessage message, uint instance, bool atRest);
    }
}
