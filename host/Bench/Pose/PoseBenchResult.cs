using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Bench;

/// <summary>What the estimate came to, over all runs.</summary>
/// <param name="NeesMean">Mean of the squared error over its covariance, three numbers; 3 where the filter knows how wrong it is.</param>
/// <param name="OdometryRmsM">Of the way counted from the start by wheels and gyro alone, as without this filter.</param>
/// <param name="RecoveryMaxS">Longest time from being carried away to within 0.1 m; NaN: never carried.</param>
public sealed record PoseBenchResult(
    long Steps, double PositionRmsM, double PositionMaxM, double HeadingRmsRad, double NeesMean, double OdometryRmsM,
    double OdometryHeadingRmsRad, double SigmaMeanM, long Taken, long Refused, int StartedAnew, double LostShare, double PlacedShare,
    double LatencyMeanS,
    double RecoveryMaxS, IReadOnlyList<double> RunRmsM)
{
    public JsonObject ToJson(PoseBenchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new()
        {
            ["position_rms_m"] = JsonText.Number(PositionRmsM),
            ["position_max_m"] = JsonText.Number(PositionMaxM),
            ["heading_rms_rad"] = JsonText.Number(HeadingRmsRad),
            ["nees_mean"] = JsonText.Number(NeesMean),
            ["odometry_position_rms_m"] = JsonText.Number(OdometryRmsM),
            ["odometry_heading_rms_rad"] = JsonText.Number(OdometryHeadingRmsRad),
            ["sigma_position_mean_m"] = JsonText.Number(SigmaMeanM),
            ["poses_taken"] = Taken,
            ["poses_refused"] = Refused,
            ["started_anew"] = StartedAnew,
            ["lost_share"] = JsonText.Number(LostShare),
            ["placed_share"] = JsonText.Number(PlacedShare),
            ["latency_estimate_mean_s"] = JsonText.Number(LatencyMeanS),
            ["recovery_max_s"] = double.IsNaN(RecoveryMaxS) ? null : JsonText.Number(RecoveryMaxS),
            ["run_position_rms_m"] = new JsonArray([.. RunRmsM.Select(rms => JsonText.Number(rms))]),
            ["seed"] = options.Seed,
            ["runs"] = options.Runs,
            ["seconds"] = JsonText.Number(options.Seconds),
            ["steps"] = Steps,
        };
    }
}
