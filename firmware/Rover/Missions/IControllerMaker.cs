using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>What a rover needs to know of a mission: how a controller is made of a parameter set.</summary>
    public interface IControllerMaker
    {
        /// <summary>Of a mission of one's own: 128 to 255 (<see cref="MissionKinds"/>).</summary>
        MissionKind Mission { get; }

        /// <summary>Null where the set does not describe a usable controller. Called when a set is staged, outside of the control path: it
        /// may allocate.</summary>
        /// <param name="set">Of this <see cref="Mission"/>, whole and checked.</param>
        IController TryCreate(ParameterSet set, RoverOptions limits);
    }
}
