namespace MultiAgentEdge.Host.Coordination;

/// <summary>Counts, control period by control period, who drives of those that are asked to.</summary>
public sealed class TurnoutCount
{
    /// <summary>Periods in which a rover that came late, or was out of reach as planned, is not yet missed: as many as it takes one to stop
    /// by itself.</summary>
    public const int GracePeriods = 40;

    // What is on its way at the end of a run does not make a rover one that stopped.
    private const int LastPeriods = 10;

    private readonly Dictionary<string, Count> counts = new(StringComparer.Ordinal);
    private int periods;

    /// <summary>The next period begins.</summary>
    public void BeginPeriod() => periods++;

    /// <summary>A rover in this period.</summary>
    /// <param name="drives">It said that it drove.</param>
    /// <param name="mode">As it said last: running, safe-stop ...</param>
    public void Note(string rover, bool drives, string mode)
    {
        if (!counts.TryGetValue(rover, out var count))
            counts.Add(rover, count = new Count { Grace = periods > 1 ? GracePeriods : 0 });
        count.Mode = mode;
        count.IsStopped = !drives && mode is not ("running" or "degraded");
        if (drives)
        {
            (count.Grace, count.Last) = (0, periods);
            count.Done++;
        }

        if (count.Grace > 0)
            count.Grace--;
        else
            count.Asked++;
    }

    /// <summary>A rover is out of reach as planned, or has left: nothing is asked of it in this period.</summary>
    public void Excuse(string rover)
    {
        if (counts.TryGetValue(rover, out var count))
            (count.Grace, count.Last, count.IsStopped) = (GracePeriods, periods, false);
    }

    /// <param name="wanted">Periods that the run was to have: what it did not come to, nobody drove.</param>
    /// <param name="known">Those of which something was asked from the start, heard or not.</param>
    /// <param name="whyNot">What is known of a rover besides its mode; null: nothing.</param>
    public Turnout Total(IEnumerable<string> known, int wanted = 0, Func<string, string?>? whyNot = null)
    {
        var missing = Math.Max(0, wanted - periods);
        return new(
            [.. known.Union(counts.Keys).Select(rover =>
            {
                var count = counts.GetValueOrDefault(rover) ?? new Count { Asked = periods };
                var why = whyNot?.Invoke(rover);
                return new RoverTurnout(
                    rover, count.Done, count.Asked + missing, why ?? count.Mode,
                    why is null && !count.IsStopped && periods + missing - count.Last < LastPeriods);
            })],
            "periods");
    }

    private sealed class Count
    {
        public int Done { get; set; }

        public int Asked { get; set; }

        public int Last { get; set; }

        public int Grace { get; set; }

        public bool IsStopped { get; set; }

        public string Mode { get; set; } = "unknown";
    }
}
