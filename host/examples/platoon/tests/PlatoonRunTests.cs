using MultiAgentEdge.Host.Missions.Team;

namespace PlatoonTeam.Tests;

/// <summary>Rovers on simulated hardware, with the firmware's own agent.</summary>
public sealed class PlatoonRunTests
{
    private static readonly PlatoonOptions Options = new();

    [Fact]
    public void Gaps_are_kept_and_nobody_touches()
    {
        var records = Drive(rovers: 3, periods: 300);
        Assert.InRange(PlatoonFigures.GapErrorRms(Options, records), 0, 0.05);
        Assert.InRange(PlatoonFigures.LeastDistance(records), 0.3, 2);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits() =>
        Assert.Equal(PlatoonFigures.GapErrorRms(Options, Drive(2, 120)), PlatoonFigures.GapErrorRms(Options, Drive(2, 120)));

    private static IReadOnlyList<TeamRecord> Drive(int rovers, int periods)
    {
        var plan = RunPlatoonVerb.Plan(Options, [.. Enumerable.Range(1, rovers).Select(i => $"rover-{i}")], null, periods, seed: 1);
        using var run = new TeamRun(plan.Options with { InProcess = true });
        var summary = run.Execute(TestContext.Current.CancellationToken);
        Assert.True(summary.Turnout.IsWhole, summary.Turnout.Sentence);
        Assert.Equal(0, summary.Contacts);
        return run.Records;
    }
}
