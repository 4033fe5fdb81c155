using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
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
        (FaultFlags.BootNotStored, "boot-not-stored"), (FaultFlags.NameTaken, "name-taken"),
    ];

    public static IEnumerable<string> Faults(uint flags) => FaultNames.Where(fault => (flags & fault.Flag) != 0).Select(fault => fault.Name);

    /// <param name="rover">Null: never heard of.</param>
    public static JsonObject Of(string name, RoverPresence? rover) => rover?.Mode is null
        ? new JsonObject { ["name"] = name, ["mode"] = "unknown" }
        : new JsonObject
        {
            ["name"] = name,
            ["mode"] = rover.ModeName,
            ["action"] = RoverPresence.NameOf(rover.Action),
            ["tick"] = rover.Tick,
            ["parameter_version"] = rover.ParameterVersion,
            ["firmware"] = rover.Firmware,
            ["boot_count"] = rover.BootCount,
            ["parameter_status"] = rover.Reported?.Status,
            ["faults"] = JsonText.Array(Faults(rover.Faults)),
            ["deadline_misses"] = rover.MissedDeadlines,
            ["rounds_missed"] = rover.RoundsMissed,
            ["battery_v"] = JsonText.Number(rover.BatteryV),
            ["state"] = JsonText.Array(rover.State),
        };
}
