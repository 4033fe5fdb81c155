using MultiAgentEdge.Firmware;
using MultiAgentEdge.Parameters;

namespace PlatoonTeam;

/// <summary>A rover's set, with a self-test that the rover's own controller has to answer to the bit before it drives.</summary>
public static class PlatoonParameterSet
{
    private const int Capacity = 1024;

    /// <summary>Moving at 0.3 m/s, with rovers before and behind it.</summary>
    private static readonly double[] SelfTest = [1, 0.02, -0.01, 0.3, 0, 0, 1.9, 0, 2.7, 0.01, 0.2, 0];

    /// <param name="place">Rovers ahead of this one; 0: it leads.</param>
    /// <param name="start">Where it is put down; null: where it believes to stand.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static byte[] Build(PlatoonOptions options, int place, (double XM, double YM, double HeadingRad)? start, uint version)
    {
        ArgumentNullException.ThrowIfNull(options);
        var answer = new double[2];
        var set = new ParameterSet();
        var plain = Write(options, place, start, version, null);
        if (set.TryParse(plain, plain.Length) != ParameterStatus.Ok
            || new PlatoonMaker().TryCreate(set, new RoverOptions()) is not { } controller
            || !controller.TryAnswer(SelfTest, SelfTest.Length, answer, answer.Length))
            throw new ArgumentException("These numbers do not make a platoon controller: one is out of its range.", nameof(options));
        return Write(options, place, start, version, answer);
    }

    private static byte[] Write(
        PlatoonOptions options, int place, (double XM, double YM, double HeadingRad)? start, uint version, double[]? answer)
    {
        var buffer = new byte[Capacity];
        var builder = new ParameterSetBuilder(PlatoonEntry.Kind, version, buffer);
        builder.AddScalar(ParameterId.PeriodUs, Math.Round(options.PeriodS * 1e6));
        builder.AddScalar(ParameterId.SilenceLimit, 4);
        builder.AddScalar(PlatoonEntry.Place, place);
        builder.AddScalar(PlatoonEntry.TimeGap, options.TimeGapS);
        builder.AddScalar(PlatoonEntry.StandstillGap, options.StandstillM);
        builder.AddScalar(PlatoonEntry.GapRate, options.GapRate);
        builder.Add(PlatoonEntry.LeaderSpeed, [options.LeaderMeanMS, options.LeaderSwingMS, options.LeaderPeriodS], 3);
        builder.Add(PlatoonEntry.Limits, [options.SpeedMaxMS, options.YawRateMaxRadS, options.AccelerationMaxMS2], 3);
        if (start is { } pose)
            builder.Add(ParameterId.StartPose, [pose.XM, pose.YM, pose.HeadingRad], 3);
        if (answer is not null)
        {
            builder.Add(ParameterId.SelfTestInput, SelfTest, SelfTest.Length);
            builder.Add(ParameterId.SelfTestOutput, answer, answer.Length);
        }

        var length = builder.Finish();
        return length > 0 ? buffer[..length] : throw new ArgumentException("A number is not finite.", nameof(options));
    }
}
