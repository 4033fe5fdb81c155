namespace MultiAgentEdge.Host.Boards;

/// <summary>The arithmetic of calibration: from measured runs to settings. Every result is checked for plausibility before it is
/// written.</summary>
public static class Calibration
{
    /// <summary>Wheel radius, micrometres: distance / angle.</summary>
    /// <param name="distanceM">How far the rover rolled, by tape measure.</param>
    /// <exception cref="BoardException">No rolling, wheels apart by more than a fifth, or a radius no rover has.</exception>
    public static int WheelRadiusUm(WheelRun run, double distanceM, int ticksPerRevolution)
    {
        ArgumentNullException.ThrowIfNull(run);
        var ticks = 0.5 * (run.LeftTicks + run.RightTicks);
        if (ticks < 20 || Math.Abs(run.LeftTicks - run.RightTicks) > 0.2 * ticks)
        {
            throw Implausible(
                $"The wheels turned {run.LeftTicks} and {run.RightTicks} ticks: that is no straight run. Try it again on even ground.");
        }

        return InRange(1e6 * distanceM / (2 * Math.PI * ticks / ticksPerRevolution), 5_000, 500_000, "a wheel radius of", "um");
    }

    /// <summary>Track width, micrometres: the wheels' difference in way over the angle turned on the spot.</summary>
    /// <param name="turnDeg">How far the rover turned, to the left positive.</param>
    public static int TrackWidthUm(WheelRun run, double turnDeg, int ticksPerRevolution, int wheelRadiusUm)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (Math.Abs(turnDeg) < 30 || Math.Sign(run.RightTicks - run.LeftTicks) != Math.Sign(turnDeg))
            throw Implausible($"The wheels turned {run.LeftTicks} and {run.RightTicks} ticks: that is no turn of {turnDeg:0} degrees.");
        var wayUm = wheelRadiusUm * 2 * Math.PI * (run.RightTicks - run.LeftTicks) / ticksPerRevolution;
        return InRange(wayUm / (turnDeg * Math.PI / 180), 20_000, 2_000_000, "a track width of", "um");
    }

    /// <summary>Dead band, permille: the smallest duty of a rising series at which both wheels turn, less half a step.</summary>
    /// <param name="runs">In rising order of duty, both wheels alike.</param>
    public static int DeadBandPermille(IReadOnlyList<WheelRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        for (var i = 0; i < runs.Count; i++)
        {
            if (Math.Abs(runs[i].LeftTicks) < 3 || Math.Abs(runs[i].RightTicks) < 3)
                continue;
            var before = i == 0 ? 0 : runs[i - 1].LeftPermille;
            return InRange(0.5 * (before + runs[i].LeftPermille), 0, 900, "a dead band of", "permille");
        }

        throw Implausible("No duty of the series turned both wheels. Is the motor supply on? Try mae motor-test.");
    }

    /// <summary>Battery gain, permille: what the voltmeter shows over what the rover believes, times the gain it has.</summary>
    public static int BatteryPermille(double voltmeterV, int readMv, int presentPermille)
    {
        if (readMv < 500)
            throw Implausible($"The rover reads {readMv} mV: the divider is not connected.");
        return InRange(presentPermille * voltmeterV * 1000 / readMv, 500, 2000, "a battery gain of", "permille");
    }

    private static int InRange(double value, int least, int most, string what, string unit) =>
        double.IsFinite(value) && value >= least && value <= most
        ? (int)Math.Round(value)
        : throw Implausible($"That would be {what} {value:0} {unit}, outside of {least} to {most}. Measure again.");

    private static BoardException Implausible(string message) => new(BoardFault.Implausible, message);
}
