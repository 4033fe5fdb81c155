using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Integration.Formation;

/// <summary>Rovers that are switched off and on again while their fleet drives.</summary>
public sealed class FormationRestartTests
{
    private static readonly string[] Names = ["rover-1", "rover-2", "rover-3"];

    // It counts its way by its wheels and would keep its distances from where it is not.
    [Fact]
    public void One_on_wheels_stays_stopped_and_is_missed_by_name()
    {
        var (summary, said) = Run(SimulatedBodies.Rover);

        Assert.Equal("rover-2", Assert.Single(summary.Turnout.Missing).Rover);
        Assert.Single(said, text => text.StartsWith("rover-2 has restarted and does not know where it stands", StringComparison.Ordinal));
    }

    [Fact]
    public void One_that_senses_where_it_stands_is_brought_back()
    {
        var (summary, said) = Run(SimulatedBodies.Linear);

        Assert.Null(summary.Turnout.Sentence);
        Assert.Contains(said, text => text.StartsWith("rover-2 is back", StringComparison.Ordinal));
    }

    private static (FormationSummary Summary, List<string> Said) Run(string bodies)
    {
        var said = new List<string>();
        var paper = FormationScenario.PaperS1();
        using var run = new FormationRun(new FormationRunOptions
        {
            Scenario = bodies == SimulatedBodies.Rover ? paper.OnWheels() : paper,
            Bodies = bodies,
            Rovers = Names,
            Periods = 120,
            PushSecondVersion = false,
            InProcess = true,
            AfterPeriod = (period, rovers) =>
            {
                if (period == 40)
                    rovers[1].PowerOff();
                if (period == 44)
                    rovers[1].Reboot();
            },
        });
        run.Said += said.Add;
        return (run.Execute(TestContext.Current.CancellationToken), said);
    }
}
