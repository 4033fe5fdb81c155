namespace MultiAgentEdge.Host.Bench;

/// <summary>The way counted by wheels and gyro from the start on, as a rover without the filter does it: standing wheels stand, a bias is
/// believed.</summary>
internal sealed class CountedPose(bool hasGyro)
{
    public double XM { get; private set; }

    public double YM { get; private set; }

    public double HeadingRad { get; private set; }

    public void Step(double leftM, double rightM, double gyroRadS, double stepS)
    {
        if (!hasGyro)
            HeadingRad += (rightM - leftM) / 0.14;
        else if (leftM != 0 || rightM != 0)
            HeadingRad += gyroRadS * stepS;
        XM += 0.5 * (leftM + rightM) * Math.Cos(HeadingRad);
        YM += 0.5 * (leftM + rightM) * Math.Sin(HeadingRad);
    }
}
