using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>Where a simulated team drives: its bodies, whose physics follow the run's clock by themselves.</summary>
public interface ITeamWorld
{
    /// <summary>What this rover's controller drives.</summary>
    /// <param name="rover">0 to the number of rovers - 1.</param>
    IBody Body(int rover);

    /// <summary>Where a rover truly is, whatever it believes.</summary>
    (double XM, double YM, double HeadingRad) Pose(int rover);

    /// <summary>This rover's board starts anew: what its drivers have counted is gone.</summary>
    void Reboot(int rover);
}
