namespace MultiAgentEdge.Host.Boards;

/// <summary>Where a tracker saw the rover once.</summary>
/// <param name="XM">World frame, metres.</param>
/// <param name="YM">World frame, metres.</param>
/// <param name="HeadingRad">Counter-clockwise.</param>
public readonly record struct SeenPose(double XM, double YM, double HeadingRad);

/// <summary>Lets so much time pass and gives what a tracker saw meanwhile; poses without a heading are none.</summary>
public delegate IReadOnlyList<SeenPose> TrackerWatch(TimeSpan time);
