using MultiAgentEdge.Host.Missions.Formation.Report;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>Costs and errors of a run before and after its second version, from its records alone.</summary>
/// <param name="Window">Periods that each mean is taken over: the last of each version, so that neither the approach nor the change
/// counts.</param>
public sealed record FormationFigures(
    int Window, double CostV1, double CostV2, double[] ErrorV1, double[] ErrorV2, uint Version, int ActivationSpread)
{
    /// <param name="secondTick">First tick of the second version; null where there was none.</param>
    public static FormationFigures Of(IReadOnlyList<PeriodRecord> records, uint? secondTick)
    {
        var boundary = secondTick ?? uint.MaxValue;
        var first = records.Where(record => record.Tick < boundary).ToList();
        var second = records.Where(record => record.Tick >= boundary).ToList();
        var window = Math.Max(1, Math.Min(first.Count, second.Count > 0 ? second.Count : first.Count) / 2);
        var last = records.Count == 0 ? 0 : records[^1].Rovers.Min(rover => rover.ParameterVersion);
        var switched = records.Count == 0 || secondTick is null
            ? []
            : Enumerable
                .Range(0, records[0].Rovers.Length)
                .Select(i => records.FirstOrDefault(record => record.Rovers[i].ParameterVersion == last)?.Tick ?? 0).ToList();
        return new FormationFigures(
            window,
            Cost(first.TakeLast(window)),
            Cost(second.TakeLast(window)),
            Error(first.TakeLast(window)),
            Error(second.TakeLast(window)),
            last,
            switched.Count == 0 ? 0 : switched.Max() - switched.Min());
    }

    private static double Cost(IEnumerable<PeriodRecord> part) =>
        part.Select(record => record.StageCost).DefaultIfEmpty(double.NaN).Average();

    private static double[] Error(IEnumerable<PeriodRecord> part)
    {
        var taken = part.ToList();
        return taken.Count == 0
            ? []
            : [.. taken[0].CouplingErrorM.Select((_, row) => taken.Average(record => Math.Abs(record.CouplingErrorM[row])))];
    }
}
