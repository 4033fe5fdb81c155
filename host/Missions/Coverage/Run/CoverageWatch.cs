using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>Records of a coverage mission from what its rovers say: their states of one control period, and their telemetry of the one
/// before.</summary>
public sealed class CoverageWatch
{
    private readonly FleetSession session;
    private readonly string[] names;
    private readonly CoverageRunOptions options;
    private readonly CoverageRoverRecord[] latest; // as names
    private readonly bool[] drove;
    private readonly CoverageArena arena;
    private readonly List<CoverageRecord> records = [];

    /// <param name="mission">Its rovers stand on the field; the others are absent.</param>
    /// <param name="names">All that may ever take part.</param>
    public CoverageWatch(FleetSession session, TeamMission mission, string[] names, CoverageRunOptions options)
    {
        this.session = session;
        this.names = names;
        drove = new bool[names.Length];
        this.options = options;
        latest = [.. names.Select(CoverageRoverRecord.Absent)];
        arena = new CoverageArena(names.Length, options.LandmarksM, new SimulatedClock());
        // The mission hears a state before this does: what is here then is all of the period before.
        mission.PeriodBegan += Record;
        session.StateReceived += rover =>
        {
            if (mission.Rovers.Contains(rover.Name))
                Take(rover);
        };
        session.TelemetryReceived += Take;
    }

    public event Action<CoverageRecord>? Recorded;

    public IReadOnlyList<CoverageRecord> Records => records;

    /// <summary>Times the broker lost a rover.</summary>
    public int Silences { get; private set; }

    /// <summary>Times a rover that had stopped drove again.</summary>
    public int Returns { get; private set; }

    /// <summary>The landmarks of the options are others now.</summary>
    public void FollowLandmarks() => arena.Landmarks(options.LandmarksM);

    private void Record(uint tick)
    {
        if (tick < 2)
            return;
        for (var i = 0; i < names.Length; i++)
        {
            // A last will is no state.
            if (latest[i].Mode != CoverageRoverRecord.AbsentMode && session.Roster[names[i]] is { Mode: RoverMode.Lost } lost)
                latest[i] = latest[i] with { Mode = lost.ModeName, IsSilent = true };
            var drives = IsDriving(latest[i]);
            Silences += latest[i].IsSilent && !(records.Count > 0 && records[^1].Rovers[i].IsSilent) ? 1 : 0;
            Returns += drove[i] && drives && !IsDriving(records[^1].Rovers[i]) ? 1 : 0;
            drove[i] |= drives;
        }

        var record = arena.Record((int)tick - 1, options, [.. latest]);
        records.Add(record);
        Recorded?.Invoke(record);
    }

    private static bool IsDriving(CoverageRoverRecord rover) => rover.Mode is "running" or "degraded";

    private void Take(RoverPresence rover)
    {
        var index = Array.IndexOf(names, rover.Name);
        if (index < 0 || rover.State.Length < 2)
            return;
        var (x, y) = Point(rover.State);
        arena.Place(index, x, y);
        latest[index] = latest[index] with { Mode = rover.ModeName, ParameterVersion = rover.ParameterVersion, XM = x, YM = y,
                IsSilent = false, State = [.. rover.State] };
    }

    private void Take(string rover, TelemetryFrame telemetry)
    {
        var index = Array.IndexOf(names, rover);
        if (index >= 0 && telemetry.InputCount == 2)
        {
            latest[index] = latest[index] with { Input = [telemetry.Input[0], telemetry.Input[1]],
                    InScope = CoverageTelemetry.InScope(telemetry), InRange = CoverageTelemetry.InRange(telemetry) };
        }
    }

    // The point that stands for a rover on wheels lies ahead of its axle.
    private (double XM, double YM) Point(double[] state) => options.Policy.Tracking is { } law && state.Length == 6
        ? (state[0] + (law.LookAheadM * Math.Cos(state[2])), state[1] + (law.LookAheadM * Math.Sin(state[2])))
        : (state[0], state[1]);
}
