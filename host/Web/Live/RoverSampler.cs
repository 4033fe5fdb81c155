using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>The signals of a rover that curves show: what its frames say, names with their unit.</summary>
internal static class RoverSampler
{
    /// <summary>Takes down what a rover says at this moment; nothing of one that is lost, or that nobody has heard.</summary>
    public static void Sample(SignalHistory history, WatchedRover rover, RoverPresence? presence, long nowUs)
    {
        if (presence is not { Mode: not null and not RoverMode.Lost })
            return;
        void Set(string name, double value) => history.Set(rover.Index, name, value);
        var view = RoverView.Of(rover.Name, presence, nowUs, default);
        foreach (var (signal, value) in view.Signals.Zip(presence.State))
            Set(signal.Column, value);
        Set("map_x_m", rover.XM);
        Set("map_y_m", rover.YM);
        Set("battery_v", presence.BatteryV == 0 ? double.NaN : presence.BatteryV);
        Set("deadline_misses", presence.MissedDeadlines);
        Set("rounds_missed", presence.RoundsMissed);
        Set("parameter_version", presence.ParameterVersion);
        Set("age_s", view.ValuesAgeS ?? double.NaN);
        Set("round_trip_ms", rover.RoundTripMs ?? double.NaN);
        if (rover.Motion is { } motion)
        {
            Set("motion_speed_m_s", motion.SpeedMS);
            Set("yaw_rate_rad_s", motion.YawRateRadS);
            Set("pose_sigma_m", motion.SigmaM);
            Set("interventions", motion.Interventions);
        }

        if (rover.Telemetry is not { } said)
            return;
        Set("solve_ms", said.SolveUs * 1e-3);
        Set("lateness_ms", said.LatenessUs * 1e-3);
        Set("figure", said.Figure);
        Set("count", said.Count);
        for (var k = 0; k < said.InputCount; k++)
            Set($"input_{k + 1}", said.Input[k]);
    }
}
