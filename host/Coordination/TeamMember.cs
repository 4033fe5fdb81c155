namespace MultiAgentEdge.Host.Coordination;

/// <summary>One rover of a <see cref="TeamMission"/>.</summary>
public sealed class TeamMember(FleetSession session, string name) : MissionMember(session, name)
{
    /// <summary>The newest set on its way to this rover, or active there; null before it was heard.</summary>
    public ParameterRollout? Rollout { get; set; }

    public RolloutTarget? Target => Rollout?.Targets.First();

    /// <summary>Whether the tick of activation has been named.</summary>
    public bool IsScheduled { get; set; }

    public bool IsActive => Target?.State == RolloutState.Active;

    /// <summary>The rover's own tick when its first set became active; null before.</summary>
    public uint? ActiveTick { get; set; }

    public bool IsRefusalSaid { get; set; }
}
