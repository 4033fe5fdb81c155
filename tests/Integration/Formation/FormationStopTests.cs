using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Integration.Formation;

/// <summary>A person stops a formation that drives: how soon each rover obeys, in control periods of simulated time, and that it drives on
/// when it was released and armed.</summary>
public sealed class FormationStopTests : IDisposable
{
    private static readonly string[] Names = ["rover-1", "rover-2", "rover-3"];

    private readonly Dictionary<string, int> confirmed = new(StringComparer.Ordinal);
    private FleetSession? person;
    private FleetStop? stop;

    public void Dispose() => person?.Dispose();

    [Fact]
    public void Each_rover_stops_and_says_so_within_two_periods_and_one_that_is_off_is_named()
    {
        IReadOnlyList<string> missing = [];
        var modes = new Dictionary<string, RoverMode>(StringComparer.Ordinal);
        Run(30, (period, rovers) =>
        {
            if (period == 15)
                rovers[1].PowerOff();
            if (period == 20)
                stop!.Stop(Names, person!.NowUs);
            Note(period);
            if (period != 22)
                return;
            missing = stop!.Unconfirmed;
            foreach (var rover in rovers)
                modes[rover.Name] = rover.Agent.Mode;
        });

        Assert.Equal(["rover-2"], missing);
        Assert.Equal(["rover-1", "rover-3"], confirmed.Keys.Order());
        Assert.All(confirmed.Values, period => Assert.InRange(period, 20, 22));
        Assert.Equal((RoverMode.EmergencyStop, RoverMode.EmergencyStop), (modes["rover-1"], modes["rover-3"]));
    }

    [Fact]
    public void Released_it_stands_and_armed_it_drives_on_with_its_mission()
    {
        var modes = new Dictionary<int, RoverMode[]>();
        var records = Run(120, (period, rovers) =>
        {
            if (period == 20)
                stop!.Stop(Names, person!.NowUs);
            if (period == 30)
                stop!.Release(Names, person!.NowUs);
            if (period == 60)
            {
                foreach (var name in Names)
                    person!.Command(name, RoverCommand.Arm);
            }

            Note(period);
            modes[period] = [.. rovers.Select(rover => rover.Agent.Mode)];
        });

        Assert.Equal([RoverMode.EmergencyStop, RoverMode.EmergencyStop, RoverMode.EmergencyStop], modes[25]);
        Assert.Equal([RoverMode.Disarmed, RoverMode.Disarmed, RoverMode.Disarmed], modes[59]);
        Assert.Equal([RoverMode.Running, RoverMode.Running, RoverMode.Running], modes[66]);
        // What they do afterwards is recorded: their periods count on from where they were.
        Assert.True(records[^1].Rovers.All(rover => rover.Mode == "running"), records[^1].Rovers[0].Mode);
        Assert.InRange(records[^1].Tick, 115, 122);
        Assert.Equal(records.Select(record => record.Tick).Distinct().Order(), records.Select(record => record.Tick));
    }

    // Person and rovers in one process and one thread: a period of theirs is one of the run.
    private IReadOnlyList<Host.Missions.Formation.Report.PeriodRecord> Run(int periods, Action<int, IReadOnlyList<RoverInstance>> happen)
    {
        Spectators.Follow(fleet =>
        {
            var link = fleet.Connect();
            link.Connect(fleet.Options with { ClientId = "person" });
            person = new FleetSession(link, fleet.Fleet);
            person.Subscribe();
            stop = new FleetStop(person);
        });
        var periodUs = 0L;
        using var run = new FormationRun(new FormationRunOptions
        {
            Scenario = FormationScenario.PaperS1(), Rovers = Names, Periods = periods, PushSecondVersion = false, InProcess = true,
            AfterPeriod = (period, rovers) =>
            {
                person!.Poll(periodUs = period * 100_000L);
                stop!.Poll(periodUs);
                happen(period, rovers);
            },
        });
        run.Execute(TestContext.Current.CancellationToken);
        return run.Records;
    }

    private void Note(int period)
    {
        foreach (var name in stop!.Confirmed.Keys)
            confirmed.TryAdd(name, period);
    }
}
