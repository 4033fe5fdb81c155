namespace MultiAgentEdge.Hardware
{
    /// <summary>The emergency-stop input. A broken wire reads as pressed.</summary>
    public interface IEmergencyStop
    {
        bool IsPressed { get; }
    }
}
