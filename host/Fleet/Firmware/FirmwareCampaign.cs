namespace MultiAgentEdge.Host.Fleet.Firmware;

/// <summary>
/// The order of an update: group after group (a canary, then the others), each first staged by all of it, then switched by all of it. The
/// first rover that fails, or a limit that passes, ends it, and whoever has been touched goes back: all run the new program, or all what
/// they ran before.
/// </summary>
public sealed class FirmwareCampaign
{
    private readonly FirmwareRollout rollout;
    private readonly IReadOnlyList<IReadOnlyList<string>> groups;
    private readonly long stageUs;
    private readonly long aliveUs;
    private readonly List<string> begun = [];
    private int group = -1;
    private bool isSwitching;
    private long sinceUs;

    /// <param name="groups">In their order, none empty.</param>
    /// <param name="stageUs">Longest time in which a group takes the image, microseconds.</param>
    /// <param name="aliveUs">Longest time from the switch until its last rover has said that it is alive.</param>
    public FirmwareCampaign(FirmwareRollout rollout, IReadOnlyList<IReadOnlyList<string>> groups, long stageUs, long aliveUs) =>
        (this.rollout, this.groups, this.stageUs, this.aliveUs) = (rollout, groups, stageUs, aliveUs);

    /// <summary>Who has been told anything.</summary>
    public IReadOnlyList<string> Begun => begun;

    /// <summary>It failed somewhere, and everybody goes back.</summary>
    public bool IsTakingBack { get; private set; }

    /// <summary>Nothing is left to do; or, while it takes back, everybody has said that it is.</summary>
    public bool IsDone { get; private set; }

    public void Poll(long nowUs)
    {
        if (group < 0)
            Next(nowUs);
        rollout.Poll(nowUs);
        if (IsDone)
            return;
        if (IsTakingBack)
        {
            IsDone = begun.All(name => rollout.Of(name).IsBack);
            return;
        }

        var targets = groups[group].Select(rollout.Of).ToList();
        var isLate = nowUs - sinceUs > (isSwitching ? aliveUs : stageUs);
        if (targets.Any(target => target.State is FirmwareState.Refused or FirmwareState.RolledBack)
            || (isLate && targets.Any(target => target.State != FirmwareState.Updated)))
        {
            IsTakingBack = true;
            rollout.TakeBack(begun);
        }
        else if (targets.All(target => target.State == FirmwareState.Updated))
        {
            Next(nowUs);
        }
        else if (!isSwitching && targets.All(target => target.State is FirmwareState.Staged or FirmwareState.Updated))
        {
            isSwitching = true;
            sinceUs = nowUs;
            rollout.Switch(groups[group]);
        }
    }

    private void Next(long nowUs)
    {
        group++;
        if (group >= groups.Count)
        {
            IsDone = true;
            return;
        }

        isSwitching = false;
        sinceUs = nowUs;
        begun.AddRange(groups[group]);
        rollout.Stage(groups[group]);
    }
}
