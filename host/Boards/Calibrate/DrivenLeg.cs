namespace MultiAgentEdge.Host.Boards;

/// <summary>One leg of a calibration drive, from rest to rest.</summary>
/// <param name="LeftTicks">What the left wheel counted.</param>
/// <param name="RightTicks">What the right wheel counted.</param>
/// <param name="GyroRad">The gyroscope's rate summed over the leg, its bias in it; null: there is none.</param>
/// <param name="GyroS">How long it was summed.</param>
/// <param name="From">Where it stood before.</param>
/// <param name="To">Where it stands.</param>
public sealed record DrivenLeg(int LeftTicks, int RightTicks, double? GyroRad, double GyroS, RestPose From, RestPose To)
{
    /// <summary>A straight one, or a turn on the spot.</summary>
    public bool IsStraight => Math.Abs(LeftTicks + RightTicks) > Math.Abs(RightTicks - LeftTicks);
}
