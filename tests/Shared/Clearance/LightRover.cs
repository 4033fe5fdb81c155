namespace MultiAgentEdge.Tests.Shared.Clearance;

/// <summary>Two wheels behind first-order loops with bounded acceleration, in steps of a millisecond.</summary>
internal sealed class LightRover(double lagS, double accelerationMS2, double trackM)
{
    private const double StepS = 0.001;
    private double left;
    private double right;

    public double X { get; set; }

    public double Y { get; set; }

    public double Heading { get; set; }

    public double Speed => 0.5 * (left + right);

    public double YawRate => (right - left) / trackM;

    public void Drive(double speedMS, double yawRateRadS, double durationS, Action seen)
    {
        for (var step = 0; step < (int)Math.Round(durationS / StepS); step++)
        {
            left += Change(speedMS - (0.5 * yawRateRadS * trackM) - left);
            right += Change(speedMS + (0.5 * yawRateRadS * trackM) - right);
            Heading += YawRate * StepS;
            X += Speed * Math.Cos(Heading) * StepS;
            Y += Speed * Math.Sin(Heading) * StepS;
            seen();
        }
    }

    private double Change(double missing) => Math.Clamp(missing * StepS / lagS, -accelerationMS2 * StepS, accelerationMS2 * StepS);
}
