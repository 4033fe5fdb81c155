using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet.Firmware;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>What the host knows of a rover, as JSON and as words.</summary>
public static class RoverJson
{
    private static readonly (uint Flag, string Name)[] FaultNames =
    [
        (FaultFlags.SensorInvalid, "sensor-invalid"), (FaultFlags.SensorStuck, "sensor-stuck"), (FaultFlags.SolverFailed, "solver-failed"),
        (FaultFlags.DeadlineMissed, "deadline-missed"), (FaultFlags.LinkLost, "link-lost"), (FaultFlags.FramesRefused, "frames-refused"),
        (FaultFlags.StoreFailed, "store-failed"), (FaultFlags.LowBattery, "low-battery"), (FaultFlags.ActuatorFailed, "actuator-failed"),
        (FaultFlags.ParametersMissing, "parameters-missing"), (FaultFlags.LoopException, "loop-exception"),
        (FaultFlags.BootNotStored, "boot-not-stored"), (FaultFlags.NameTaken, "name-taken"), (FaultFlags.PoseLost, "pose-lost"),
        (FaultFlags.PosesRefused, "poses-refused"), (FaultFlags.PosesContradict, "poses-contradict"),
    ];

    private static string? Version(uint? version) => version is > 0 and var known ? FirmwareVersion.Text(known) : null;

    public static IEnumerable<string> Faults(uint flags) =>
        FaultNames.Where(fault => (flags & fault.Flag) != 0).Select(fault => fault.Name);

    /// <summary>What is not known is null; of a lost rover everything is as it said it last, <c>values_s_ago</c>.</summary>
    public static JsonObject Of(RoverView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Presence is not { Mode: not null } rover
            ? new JsonObject { ["name"] = view.Name, ["mode"] = "unknown" }
            : new JsonObject
            {
                ["name"] = view.Name,
                ["mode"] = rover.ModeName,
                ["action"] = view.IsThere ? RoverPresence.NameOf(rover.Action) : null,
                ["mode_before"] = view.IsLost && rover.LastWord is { } last ? RoverPresence.NameOf(last.Mode) : null,
                ["values_s_ago"] = view.ValuesAgeS is { } age ? JsonText.Number(age) : null,
                ["tick"] = view.Tick,
                ["parameter_version"] = view.ParameterVersion,
                ["firmware"] = rover.Firmware,
                ["firmware_status"] = rover.Program?.Status,
                ["firmware_on_trial"] = rover.Program?.IsOnTrial,
                ["firmware_previous"] = Version(rover.Program?.PreviousVersion),
                ["firmware_condemned"] = Version(rover.Program?.CondemnedVersion),
                ["boot_count"] = rover.BootCount,
                ["is_tracked"] = rover.IsTracked,
                ["parameter_status"] = rover.Reported?.Status,
                ["faults"] = JsonText.Array(Faults(view.Faults ?? 0)),
                ["deadline_misses"] = rover.MissedDeadlines,
                ["rounds_missed"] = rover.RoundsMissed,
                ["interventions"] = rover.Interventions,
                ["battery_v"] = view.BatteryV is { } batteryV and not 0 ? JsonText.Number(batteryV) : null,
                ["signal_dbm"] = rover.SignalDbm,
                ["state"] = JsonText.Array(view.State),
                ["state_names"] = JsonText.Array(view.Signals.Select(signal => signal.Column)),
            };
    }
}
