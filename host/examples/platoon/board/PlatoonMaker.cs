using MultiAgentEdge.Firmware;
using MultiAgentEdge.Parameters;

namespace PlatoonTeam
{
    /// <summary>What a rover is told of this mission: <c>RoverOptions.OwnMissions</c> in simulation, <c>BoardParts.OwnMissions</c> on a
    /// board.</summary>
    public sealed class PlatoonMaker : IControllerMaker
    {
        public MissionKind Mission
        {
            get { return PlatoonEntry.Kind; }
        }

        public IController TryCreate(ParameterSet set, RoverOptions limits)
        {
            return PlatoonController.TryCreate(set, limits);
        }
    }
}
