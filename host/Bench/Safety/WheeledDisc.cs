namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>A disc on two wheels with first-order speed loops and bounded acceleration: the light body of the safety bench.</summary>
/// <param name="lagS">Time constant of the loops.</param>
/// <param name="accelerationMS2">Largest of a wheel.</param>
/// <param name="trackM">Between the wheels.</param>
internal sealed class WheeledDisc(double lagS, double accelerationMS2, double trackM)
{
    private double left;
    private double right;
    private double wantedLeft;
    private double wantedRight;

    public double XM { get; private set; }

    public double YM { get; private set; }

    public double HeadingRad { get; private set; }

    public double SpeedMS => 0.5 * (left + right);

    public double YawRateRadS => (right - left) / trackM;

    public double Cos { get; private set; } = 1;

    public double Sin { get; private set; }

    public void Place(double xM, double yM, double headingRad)
    {
        (XM, YM, HeadingRad) = (xM, yM, headingRad);
        (Sin, Cos) = Math.SinCos(headingRad);
    }

    /// <summary>Until the next call.</summary>
    public void Command(double speedMS, double yawRateRadS)
    {
        wantedLeft = speedMS - (0.5 * yawRateRadS * trackM);
        wantedRight = speedMS + (0.5 * yawRateRadS * trackM);
    }

    public void Step(double stepS)
    {
        left += Change(wantedLeft - left, stepS);
        right += Change(wantedRight - right, stepS);
        var half = 0.5 * YawRateRadS * stepS;
        var (sin, cos) = Math.SinCos(HeadingRad + half);
        XM += SpeedMS * stepS * cos;
        YM += SpeedMS * stepS * sin;
        HeadingRad += 2 * half;
        (Sin, Cos) = Math.SinCos(HeadingRad);
    }

    private double Change(double missing, double stepS)
    {
        var most = accelerationMS2 * stepS;
        return Math.Clamp(missing * stepS / (lagS + stepS), -most, most);
    }
}
