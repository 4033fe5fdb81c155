using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Safety;

public class SupervisorTests
{
    private static readonly SupervisorLimits Limits = new();

    // The fault table, row by row, for a rover that is running: condition, then action and next mode in the same period.
    public static TheoryData<string, SafetyAction, RoverMode, uint> DrivingRows => new()
    {
        { "nothing", SafetyAction.Continue, RoverMode.Running, FaultFlags.None },
        { "silent 3", SafetyAction.Continue, RoverMode.Running, FaultFlags.None },
        { "silent 4", SafetyAction.HoldMultipliers, RoverMode.Degraded, FaultFlags.None },
        { "silent 10", SafetyAction.HoldMultipliers, RoverMode.Degraded, FaultFlags.None },
        { "silent 11", SafetyAction.LocalOnly, RoverMode.Degraded, FaultFlags.LinkLost },
        { "silent 40", SafetyAction.LocalOnly, RoverMode.Degraded, FaultFlags.LinkLost },
        { "silent 41", SafetyAction.SafeStop, RoverMode.SafeStop, FaultFlags.LinkLost },
        { "sensor 1", SafetyAction.Brake, RoverMode.Running, FaultFlags.SensorInvalid },
        { "sensor 2", SafetyAction.Brake, RoverMode.Running, FaultFlags.SensorInvalid },
        { "sensor 3", SafetyAction.SafeStop, RoverMode.SafeStop, FaultFlags.SensorInvalid },
        { "solver 1", SafetyAction.Brake, RoverMode.Running, FaultFlags.SolverFailed },
        { "solver 4", SafetyAction.Brake, RoverMode.Running, FaultFlags.SolverFailed },
        { "solver 5", SafetyAction.SafeStop, RoverMode.SafeStop, FaultFlags.SolverFailed },
        { "deadline 1", SafetyAction.Continue, RoverMode.Running, FaultFlags.DeadlineMissed },
        { "deadline 2", SafetyAction.Continue, RoverMode.Running, FaultFlags.DeadlineMissed },
        { "deadline 3", SafetyAction.LocalOnly, RoverMode.Degraded, FaultFlags.DeadlineMissed },
        { "actuator 1", SafetyAction.Brake, RoverMode.Running, FaultFlags.ActuatorFailed },
        { "actuator 3", SafetyAction.SafeStop, RoverMode.SafeStop, FaultFlags.ActuatorFailed },
        { "battery-low 3", SafetyAction.Continue, RoverMode.Running, FaultFlags.None },
        { "battery-low 4", SafetyAction.LocalOnly, RoverMode.Degraded, FaultFlags.LowBattery },
        { "battery-critical 3", SafetyAction.Continue, RoverMode.Running, FaultFlags.None },
        { "battery-critical 4", SafetyAction.SafeStop, RoverMode.SafeStop, FaultFlags.LowBattery },
        { "lost 1", SafetyAction.LocalOnly, RoverMode.Degraded, FaultFlags.PoseLost },
        { "lost 7", SafetyAction.LocalOnly, RoverMode.Degraded, FaultFlags.PoseLost },
        { "lost 8", SafetyAction.SafeStop, RoverMode.SafeStop, FaultFlags.PoseLost },
        { "lost 1, sensor 1", SafetyAction.Brake, RoverMode.Degraded, FaultFlags.PoseLost | FaultFlags.SensorInvalid },
        { "store", SafetyAction.Continue, RoverMode.Running, FaultFlags.StoreFailed },
        { "parameters", SafetyAction.SafeStop, RoverMode.SafeStop, FaultFlags.ParametersMissing },
        { "exception", SafetyAction.SafeStop, RoverMode.SafeStop, FaultFlags.LoopException },
        { "button", SafetyAction.EmergencyStop, RoverMode.EmergencyStop, FaultFlags.None },
        { "command EmergencyStop", SafetyAction.EmergencyStop, RoverMode.EmergencyStop, FaultFlags.None },
        { "command SafeStop", SafetyAction.SafeStop, RoverMode.SafeStop, FaultFlags.None },
        { "command Disarm", SafetyAction.Brake, RoverMode.Disarmed, FaultFlags.None },
        { "command Arm", SafetyAction.Continue, RoverMode.Running, FaultFlags.None },
        { "command Start", SafetyAction.Continue, RoverMode.Running, FaultFlags.None },
        { "command Identify", SafetyAction.Continue, RoverMode.Running, FaultFlags.None },
        { "command ResetEmergencyStop", SafetyAction.Continue, RoverMode.Running, FaultFlags.None },
        { "silent 4, sensor 1", SafetyAction.Brake, RoverMode.Degraded, FaultFlags.SensorInvalid },
        { "silent 41, sensor 1", SafetyAction.SafeStop, RoverMode.SafeStop, FaultFlags.SensorInvalid | FaultFlags.LinkLost },
        { "battery-low 4, solver 1", SafetyAction.Brake, RoverMode.Degraded, FaultFlags.LowBattery | FaultFlags.SolverFailed },
        { "button, command Disarm", SafetyAction.EmergencyStop, RoverMode.EmergencyStop, FaultFlags.None },
        { "button, exception", SafetyAction.EmergencyStop, RoverMode.EmergencyStop, FaultFlags.LoopException },
    };

    // From every other mode: what arms, starts, latches and releases.
    public static TheoryData<RoverMode, string, SafetyAction, RoverMode> ModeRows => new()
    {
        { RoverMode.Disarmed, "nothing", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "command Arm", SafetyAction.Brake, RoverMode.Armed },
        { RoverMode.Disarmed, "command Start", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "start", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "silent 1000", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "sensor 100", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "button", SafetyAction.EmergencyStop, RoverMode.EmergencyStop },
        { RoverMode.Disarmed, "command SafeStop", SafetyAction.SafeStop, RoverMode.SafeStop },
        { RoverMode.Disarmed, "command ResetEmergencyStop", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "command Arm, parameters", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "command Arm, store", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "command Arm, exception", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "command Arm, sensor 1", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "command Arm, actuator 1", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "command Arm, battery-critical 4", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "command Arm, lost 1", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Disarmed, "command Arm, battery-low 4", SafetyAction.Brake, RoverMode.Armed },
        { RoverMode.Disarmed, "command Arm, silent 1000", SafetyAction.Brake, RoverMode.Armed },
        { RoverMode.Lost, "nothing", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Armed, "nothing", SafetyAction.Brake, RoverMode.Armed },
        { RoverMode.Armed, "silent 1000", SafetyAction.Brake, RoverMode.Armed },
        { RoverMode.Armed, "start", SafetyAction.Continue, RoverMode.Running },
        { RoverMode.Armed, "start, silent 4", SafetyAction.HoldMultipliers, RoverMode.Degraded },
        { RoverMode.Armed, "start, sensor 1", SafetyAction.Brake, RoverMode.Running },
        { RoverMode.Armed, "start, sensor 3", SafetyAction.SafeStop, RoverMode.SafeStop },
        { RoverMode.Armed, "start, command SafeStop", SafetyAction.SafeStop, RoverMode.SafeStop },
        { RoverMode.Armed, "start, command Disarm", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Armed, "sensor 2", SafetyAction.Brake, RoverMode.Armed },
        { RoverMode.Armed, "sensor 3", SafetyAction.SafeStop, RoverMode.SafeStop },
        { RoverMode.Armed, "exception", SafetyAction.SafeStop, RoverMode.SafeStop },
        { RoverMode.Armed, "command Disarm", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.Armed, "button", SafetyAction.EmergencyStop, RoverMode.EmergencyStop },
        { RoverMode.Degraded, "nothing", SafetyAction.Continue, RoverMode.Running },
        { RoverMode.Degraded, "silent 11", SafetyAction.LocalOnly, RoverMode.Degraded },
        { RoverMode.Degraded, "silent 41", SafetyAction.SafeStop, RoverMode.SafeStop },
        { RoverMode.SafeStop, "nothing", SafetyAction.SafeStop, RoverMode.SafeStop },
        { RoverMode.SafeStop, "start", SafetyAction.SafeStop, RoverMode.SafeStop },
        { RoverMode.SafeStop, "command Start", SafetyAction.SafeStop, RoverMode.SafeStop },
        { RoverMode.SafeStop, "command ResetEmergencyStop", SafetyAction.SafeStop, RoverMode.SafeStop },
        { RoverMode.SafeStop, "command Arm", SafetyAction.Brake, RoverMode.Armed },
        { RoverMode.SafeStop, "command Arm, sensor 1", SafetyAction.SafeStop, RoverMode.SafeStop },
        { RoverMode.SafeStop, "command Disarm", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.SafeStop, "button", SafetyAction.EmergencyStop, RoverMode.EmergencyStop },
        { RoverMode.EmergencyStop, "nothing", SafetyAction.EmergencyStop, RoverMode.EmergencyStop },
        { RoverMode.EmergencyStop, "start", SafetyAction.EmergencyStop, RoverMode.EmergencyStop },
        { RoverMode.EmergencyStop, "command Arm", SafetyAction.EmergencyStop, RoverMode.EmergencyStop },
        { RoverMode.EmergencyStop, "command Disarm", SafetyAction.EmergencyStop, RoverMode.EmergencyStop },
        { RoverMode.EmergencyStop, "command ResetEmergencyStop", SafetyAction.Brake, RoverMode.Disarmed },
        { RoverMode.EmergencyStop, "button, command ResetEmergencyStop", SafetyAction.EmergencyStop, RoverMode.EmergencyStop },
    };

    [Theory, MemberData(nameof(DrivingRows))]
    public void A_running_rover_reacts_in_the_same_period(string facts, SafetyAction action, RoverMode next, uint faults)
    {
        SupervisorDecision decision = Supervisor.Decide(Facts(RoverMode.Running, facts), Limits);
        Assert.Equal(action, decision.Action);
        Assert.Equal(next, decision.NextMode);
        Assert.Equal(faults, decision.Faults);
        Assert.Equal(action < SafetyAction.Brake, decision.MayDrive);
    }

    [Theory, MemberData(nameof(ModeRows))]
    public void Modes_change_only_as_listed(RoverMode mode, string facts, SafetyAction action, RoverMode next)
    {
        SupervisorDecision decision = Supervisor.Decide(Facts(mode, facts), Limits);
        Assert.Equal(action, decision.Action);
        Assert.Equal(next, decision.NextMode);
    }

    [Fact]
    public void Over_all_small_states_the_laws_of_safety_hold()
    {
        long states = 0;
        foreach (SupervisorInput input in AllStates())
        {
            states++;
            SupervisorDecision decision = Supervisor.Decide(input, Limits);
            string where =
                $"{input.Mode} {input.Command} start={input.StartDue} button={input.EmergencyStopPressed} silent={input.PeriodsSinceHeard} "
                + $"sensor={input.SensorInvalidInRow} solver={input.SolverFailedInRow} ready={input.ParametersReady}: {decision.Action} "
                + $"{decision.NextMode}";
            if (!Enum.IsDefined(decision.Action) || !Enum.IsDefined(decision.NextMode) || decision.NextMode == RoverMode.Lost)
                Assert.Fail("undefined: " + where);

            // Motors move only in a driving mode, entered only from a driving mode or by a start that was due while armed.
            bool driving = input.Mode is RoverMode.Running or RoverMode.Degraded;
            bool drives = decision.NextMode is RoverMode.Running or RoverMode.Degraded;
            if (decision.MayDrive && (!drives || !(driving || (input.Mode == RoverMode.Armed && input.StartDue))))
                Assert.Fail("drives: " + where);
            if (decision.MayDrive && (input.SensorInvalidInRow > 0 || input.SolverFailedInRow > 0 || !input.ParametersReady))
                Assert.Fail("drives blind: " + where);

            // The button wins over everything; both stops are latched.
            if (input.EmergencyStopPressed && decision.Action != SafetyAction.EmergencyStop)
                Assert.Fail("button: " + where);
            if ((decision.Action == SafetyAction.EmergencyStop) != (decision.NextMode == RoverMode.EmergencyStop))
                Assert.Fail("emergency mode: " + where);
            if (input.Mode == RoverMode.EmergencyStop && decision.NextMode != RoverMode.EmergencyStop
                && (input.Command != RoverCommand.ResetEmergencyStop || decision.NextMode != RoverMode.Disarmed))
                Assert.Fail("emergency latch: " + where);
            if (input.Mode == RoverMode.SafeStop && decision.NextMode is RoverMode.Running or RoverMode.Degraded)
                Assert.Fail("safe-stop latch: " + where);
            if (decision.Action == SafetyAction.SafeStop && decision.NextMode != RoverMode.SafeStop)
                Assert.Fail("safe-stop mode: " + where);
        }

        Assert.Equal(AllStatesCount, states);
    }

    [Fact]
    public void One_more_fault_never_makes_a_rover_bolder()
    {
        foreach (SupervisorInput input in AllStates())
        {
            SafetyAction before = Supervisor.Decide(input, Limits).Action;
            foreach (Action<SupervisorInput> worsen in Worsenings)
            {
                SupervisorInput worse = Copy(input);
                worsen(worse);
                SafetyAction after = Supervisor.Decide(worse, Limits).Action;
                if (after < before)
                    Assert.Fail($"{input.Mode} {input.Command} {before} became {after}");
            }
        }
    }

    [Fact]
    public void Silence_walks_through_hold_local_and_a_latched_stop()
    {
        var input = Facts(RoverMode.Running, "nothing");
        var seen = new List<SafetyAction>();
        for (int period = 0; period <= 60; period++)
        {
            input.PeriodsSinceHeard = period < 50 ? period : 0; // the host is back after the stop
            SupervisorDecision decision = Supervisor.Decide(input, Limits);
            input.Mode = decision.NextMode;
            seen.Add(decision.Action);
        }

        Assert.Equal(4, seen.Count(a => a == SafetyAction.Continue));
        Assert.Equal(7, seen.Count(a => a == SafetyAction.HoldMultipliers));
        Assert.Equal(30, seen.Count(a => a == SafetyAction.LocalOnly));
        Assert.Equal(20, seen.Count(a => a == SafetyAction.SafeStop));
        Assert.Equal(seen.Order(), seen);
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        SupervisorInput input = Facts(RoverMode.Running, "silent 12, deadline 3");
        Supervisor.Decide(input, Limits);
        SupervisorDecision decision = default;
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 100; i++)
                decision = Supervisor.Decide(input, Limits);
        }));
        Assert.Equal(SafetyAction.LocalOnly, decision.Action);
    }

    private static readonly RoverMode[] Modes = Enum.GetValues<RoverMode>();
    private static readonly RoverCommand[] Commands = Enum.GetValues<RoverCommand>();
    private static readonly int[] Silences = [0, 3, 4, 10, 11, 40, 41, int.MaxValue];
    private static readonly int[] SensorCounts = [0, 1, 3];
    private static readonly int[] SolverCounts = [0, 1, 5];
    private static readonly int[] DeadlineCounts = [0, 3];
    private static readonly int[] BatteryCounts = [0, 4];

    // modes x commands x silences x sensor x solver x deadline x low x critical x (start, button, ready, store, exception)
    private const long AllStatesCount = 7L * 8 * 8 * 3 * 3 * 2 * 2 * 2 * 32;

    private static readonly Action<SupervisorInput>[] Worsenings =
    [
        i => i.PeriodsSinceHeard = i.PeriodsSinceHeard < int.MaxValue - 10 ? i.PeriodsSinceHeard + 7 : int.MaxValue,
        i => i.SensorInvalidInRow += 1,
        i => i.SolverFailedInRow += 1,
        i => i.DeadlineMissedInRow += 1,
        i => i.ActuatorFailedInRow += 1,
        i => i.BatteryLowInRow += 1,
        i => i.BatteryCriticalInRow += 1,
        i => i.ParametersReady = false,
        i => i.StoreFailed = true,
        i => i.LoopException = true,
        i => i.EmergencyStopPressed = true,
    ];

    private static IEnumerable<SupervisorInput> AllStates()
    {
        var input = new SupervisorInput();
        foreach (RoverMode mode in Modes)
        foreach (RoverCommand command in Commands)
        foreach (int silence in Silences)
        foreach (int sensor in SensorCounts)
        foreach (int solver in SolverCounts)
        foreach (int deadline in DeadlineCounts)
        foreach (int low in BatteryCounts)
        foreach (int critical in BatteryCounts)
        for (int flags = 0; flags < 32; flags++)
        {
            input.Mode = mode;
            input.Command = command;
            input.PeriodsSinceHeard = silence;
            input.SensorInvalidInRow = sensor;
            input.SolverFailedInRow = solver;
            input.DeadlineMissedInRow = deadline;
            input.BatteryLowInRow = low;
            input.BatteryCriticalInRow = critical;
            input.StartDue = (flags & 1) != 0;
            input.EmergencyStopPressed = (flags & 2) != 0;
            input.ParametersReady = (flags & 4) != 0;
            input.StoreFailed = (flags & 8) != 0;
            input.LoopException = (flags & 16) != 0;
            yield return input;
        }
    }

    private static SupervisorInput Copy(SupervisorInput i) => new()
    {
        Mode = i.Mode,
        Command = i.Command,
        StartDue = i.StartDue,
        EmergencyStopPressed = i.EmergencyStopPressed,
        PeriodsSinceHeard = i.PeriodsSinceHeard,
        SensorInvalidInRow = i.SensorInvalidInRow,
        SolverFailedInRow = i.SolverFailedInRow,
        DeadlineMissedInRow = i.DeadlineMissedInRow,
        ActuatorFailedInRow = i.ActuatorFailedInRow,
        BatteryLowInRow = i.BatteryLowInRow,
        BatteryCriticalInRow = i.BatteryCriticalInRow,
        ParametersReady = i.ParametersReady,
        StoreFailed = i.StoreFailed,
        LoopException = i.LoopException,
    };

    /// <summary>A sound rover in this mode with the listed facts: "silent 4, sensor 1, command Arm".</summary>
    private static SupervisorInput Facts(RoverMode mode, string facts)
    {
        var input = new SupervisorInput { Mode = mode, ParametersReady = true };
        foreach (string fact in facts.Split(", "))
        {
            string[] words = fact.Split(' ');
            int count = words.Length > 1 && int.TryParse(words[1], out int n) ? n : 0;
            switch (words[0])
            {
                case "nothing": break;
                case "lost": input.PoseLostInRow = count; break;
                case "silent": input.PeriodsSinceHeard = count; break;
                case "sensor": input.SensorInvalidInRow = count; break;
                case "solver": input.SolverFailedInRow = count; break;
                case "deadline": input.DeadlineMissedInRow = count; break;
                case "actuator": input.ActuatorFailedInRow = count; break;
                case "battery-low": input.BatteryLowInRow = count; break;
                case "battery-critical": input.BatteryCriticalInRow = count; break;
                case "store": input.StoreFailed = true; break;
                case "parameters": input.ParametersReady = false; break;
                case "exception": input.LoopException = true; break;
                case "button": input.EmergencyStopPressed = true; break;
                case "start": input.StartDue = true; break;
                case "command": input.Command = Enum.Parse<RoverCommand>(words[1]); break;
                default: throw new ArgumentException(fact);
            }
        }

        return input;
    }
}
