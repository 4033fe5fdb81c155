using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Host.Missions;

public sealed class MissionListTests
{
    private static readonly IReadOnlyList<IMission> All = MissionList.BuiltIn.All;

    [Fact]
    public void Names_and_kinds_are_each_a_missions_alone()
    {
        Assert.Equal(All.Count, All.Select(mission => mission.Name).Distinct().Count());
        Assert.Equal(Enum.GetValues<MissionKind>().Where(kind => kind != MissionKind.None), All.Select(mission => mission.Kind).Order());
    }

    /// <summary>Two numbers of a telemetry frame are a mission's own: each says what they are.</summary>
    [Fact]
    public void Each_names_its_own_telemetry()
    {
        var columns = All.SelectMany(mission => new[] { mission.Telemetry.Figure.Column, mission.Telemetry.Count.Column }).ToList();
        Assert.Equal(columns.Count, columns.Distinct().Count());
        Assert.All(columns, column => Assert.Matches("^[a-z][a-z0-9_]*$", column));
    }

    [Fact]
    public void What_it_lists_is_what_can_be_run_and_trained()
    {
        Assert.All(All, mission => Assert.Equal((mission.Name, mission.Name), (mission.Run!.Name, mission.Train!.Name)));
        Assert.Equal(["coverage"], All.Where(mission => mission.Evaluate is not null).Select(mission => mission.Name));
    }
}
