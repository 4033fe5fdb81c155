using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>Another rover of the fleet, as far as its state frames go.</summary>
public sealed class Neighbour(LoneRover rover, string name)
{
    private uint sequence;

    public string Topic { get; } = $"mae/1/{TestFleet.Name}/{name}/state";

    public uint Epoch { get; set; } = 1;

    /// <summary>Says where it is, in step with the rover's present period.</summary>
    public void Say(double xM, double yM, Action<StateFrame>? change = null) => rover.Link.Heard.Enqueue((Topic, Frame(xM, yM, change)));

    public byte[] Frame(double xM, double yM, Action<StateFrame>? change = null)
    {
        var frame = new StateFrame(8)
        {
            Mode = RoverMode.Running,
            MissionKind = MissionKind.Coverage,
            Tick = rover.Agent.Tick,
            StateCount = 4,
        };
        (frame.State[0], frame.State[1]) = (xM, yM);
        change?.Invoke(frame);
        var buffer = new byte[512];
        return buffer[..FrameCodec.Seal(buffer, FrameKind.State, Epoch, ++sequence, 0, frame.Write(buffer, FrameCodec.HeaderBytes))];
    }
}
