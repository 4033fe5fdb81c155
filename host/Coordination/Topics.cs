namespace MultiAgentEdge.Host.Coordination;

/// <summary>The topic tree <c>mae/1/&lt;fleet&gt;/&lt;rover&gt;/...</c>, from the host's side.</summary>
public static class Topics
{
    public const string Root = "mae/1";

    public const string State = "state";

    public const string Info = "info";

    public const string Plan = "plan";

    public const string Telemetry = "tele";

    public const string Motion = "motion";

    public const string Acknowledge = "ack";

    public const string Reported = "param/reported";

    /// <summary>What a rover said last before it was lost, written down by whoever heard both: <see cref="LastWords"/>.</summary>
    public const string Last = "last";

    public const string Dual = "dual";

    public const string Command = "cmd";

    public const string Pose = "pose";

    public const string Desired = "param/desired";

    public const string Chunk = "param/chunk";

    /// <summary>Which program a rover is to run, and its bytes; not kept: a program that failed must not come back by itself.</summary>
    public const string ProgramDesired = "firmware/desired";

    public const string ProgramChunk = "firmware/chunk";

    public const string ProgramReported = "firmware/reported";

    /// <summary>In place of a fleet's name: of rovers that nobody knows.</summary>
    public const string Provisioning = "provisioning";

    /// <summary>Settings for a rover that nobody knows, sealed; and its answer.</summary>
    public const string Adopt = "adopt";

    public const string Adopted = "adopted";

    /// <summary>In place of a rover's name; no rover is called so in a fleet that is secured.</summary>
    public const string HostName = "host";

    /// <summary>Who commands the fleet, under <see cref="HostName"/>.</summary>
    public const string Lease = "lease";

    /// <summary>What a formation in the plane is told while it drives, JSON, under <see cref="HostName"/>.</summary>
    public const string Orders = "formation";

    /// <summary>What its host answers.</summary>
    public const string OrderAnswers = "formation/answer";

    /// <summary>Where a team that covers landmarks is told that they are, JSON, under <see cref="HostName"/>.</summary>
    public const string CoverageOrders = "coverage";

    /// <summary>What its host answers.</summary>
    public const string CoverageOrderAnswers = "coverage/answer";

    /// <summary>What a mission's host shows of the world it drives its fleet in, JSON, retained while it drives.</summary>
    public const string Scene = "scene";

    /// <summary>Where that mission has come to, JSON, every control period.</summary>
    public const string Progress = "progress";

    /// <summary>What a host has to know of a mission to go on with it where another left it, JSON, retained while it is driven without an
    /// end.</summary>
    public const string Mission = "mission";

    /// <summary>How far a formation in the plane is along its path, JSON, retained, every control period.</summary>
    public const string Pace = "pace";

    /// <summary>A parameter that somebody turns while a mission drives, JSON, under <see cref="HostName"/>.</summary>
    public const string Tune = "param";

    /// <summary>What its host answers.</summary>
    public const string TuneAnswers = "param/answer";

    public static string Of(string fleet, string rover, string leaf) => $"{Root}/{fleet}/{rover}/{leaf}";

    /// <summary>Splits a topic of this fleet into rover and leaf; false for any other topic.</summary>
    public static bool TrySplit(string topic, string fleet, out string rover, out string leaf)
    {
        rover = leaf = "";
        var prefix = $"{Root}/{fleet}/";
        if (!topic.StartsWith(prefix, StringComparison.Ordinal))
            return false;

        var slash = topic.IndexOf('/', prefix.Length);
        if (slash < 0)
            return false;

        rover = topic[prefix.Length..slash];
        leaf = topic[(slash + 1)..];
        return true;
    }
}
