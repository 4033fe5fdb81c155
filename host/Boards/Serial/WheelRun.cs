namespace MultiAgentEdge.Host.Boards;

/// <summary>One open-loop run of both wheels: the duty given, the encoder ticks that came.</summary>
public sealed record WheelRun(int LeftPermille, int RightPermille, int DurationMs, int LeftTicks, int RightTicks);
