using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>Returns and coverage of a run, from its records. The reward of a period is that of the state it leads to, as in the trainer's
/// world.</summary>
public static class CoverageRunFigures
{
    /// <summary>Sum of the rewards of <paramref name="count"/> periods from the record <paramref name="first"/> on; NaN where they are not
    /// all there.</summary>
    public static double Return(IReadOnlyList<CoverageRecord> records, int first, int count)
    {
        if (count < 1 || first < 0 || first + count >= records.Count)
            return double.NaN;
        var sum = 0.0;
        for (var i = first + 1; i <= first + count; i++)
            sum += records[i].Reward;
        return sum;
    }

    /// <summary>Over consecutive spans; NaN where there is not one.</summary>
    public static double ReturnMean(IReadOnlyList<CoverageRecord> records, int span)
    {
        var returns = new List<double>();
        for (var first = 0; first + span < records.Count; first += span)
            returns.Add(Return(records, first, span));
        return returns.Count == 0 ? double.NaN : returns.Average();
    }

    /// <summary>Mean over the last records.</summary>
    public static double LastMean(IReadOnlyList<CoverageRecord> records, int count, Func<CoverageRecord, double> of) =>
        records.TakeLast(count).Select(of).DefaultIfEmpty(double.NaN).Average();

    /// <summary>What the records say; who came, went and was late is the run's to add.</summary>
    public static CoverageRunSummary Summarise(
        CoverageRunOptions options, IReadOnlyList<CoverageRecord> records, string transport, string? broker, string client)
    {
        var span = options.EpisodePeriods;
        var landmarks = options.LandmarksM.Length / 2.0;
        return new CoverageRunSummary
        {
            Transport = transport,
            Broker = broker,
            Client = client,
            Periods = options.Periods,
            Turnout = Who(options, records),
            ReturnFirst = Return(records, 0, span),
            ReturnMean = ReturnMean(records, span),
            LandmarkDistanceMeanM = LastMean(records, span, record => record.CoverDistanceM / landmarks),
            CoveredShare = LastMean(records, span, record => record.Covered / landmarks),
            Collisions = records.Skip(1).Sum(record => record.Collisions),
        };
    }

    /// <summary>Who drove of those that stood on the field. What a rover misses because it was put out of reach by the run itself is not
    /// held against it.</summary>
    internal static Turnout Who(CoverageRunOptions options, IReadOnlyList<CoverageRecord> records)
    {
        var count = new TurnoutCount();
        foreach (var record in records)
        {
            count.BeginPeriod();
            foreach (var rover in record.Rovers)
            {
                var isPlanned = options.Events.Any(e => e.Kind == CoverageEventKind.Silent && e.Rover == rover.Name);
                if (rover.Mode == CoverageRoverRecord.AbsentMode || (rover.IsSilent && isPlanned))
                    count.Excuse(rover.Name);
                else
                    count.Note(rover.Name, rover.Mode is "running" or "degraded", rover.Mode);
            }
        }

        return count.Total(records.Count == 0 ? options.Names.Take(options.Agents) : [], options.Periods);
    }
}
