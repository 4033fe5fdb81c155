using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Missions.Formation.Faults;

/// <summary>Which faults happen to a fleet when; they may overlap.</summary>
public sealed record FleetFaultSchedule(IReadOnlyList<FleetFault> Faults)
{
    /// <summary>A freeze lasts from this, seconds, ...</summary>
    public const double ShortestFreezeS = 0.1;

    /// <summary>... to this; short ones are as likely as long ones (uniform in the logarithm).</summary>
    public const double LongestFreezeS = 20.0;

    /// <summary>Longest delay each way, seconds: 16 control periods of the formation example.</summary>
    public const double LongestDelayS = 4.0;

    private const double ShortestDelayS = 0.05;
    private const int MostFaults = 4;
    private const double MostLost = 0.5;

    public static FleetFaultSchedule None { get; } = new([]);

    /// <summary>When the last fault is over, seconds; 0 where there is none.</summary>
    public double EndS => Faults.Select(fault => fault.EndS).DefaultIfEmpty(0.0).Max();

    /// <summary>One to four faults that begin in a window: same arguments, same faults.</summary>
    /// <param name="rovers">In the fleet, at least 1.</param>
    /// <param name="fromS">They begin at this or later, seconds ...</param>
    /// <param name="withinS">... and this much later at most.</param>
    public static FleetFaultSchedule FromSeed(ulong seed, int rovers, double fromS, double withinS)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rovers, 1);
        var random = new Xoshiro256(seed);
        var kinds = Enum.GetValues<FleetFaultKind>();
        var faults = new FleetFault[1 + random.NextInt32(MostFaults)];
        for (var i = 0; i < faults.Length; i++)
        {
            var kind = kinds[random.NextInt32(kinds.Length)];
            var rover = kind is FleetFaultKind.RoverFrozen ? random.NextInt32(rovers) : random.NextInt32(rovers + 1) - 1;
            var startS = fromS + random.NextUniform(0.0, withinS);
            var durationS = LogUniform(random, ShortestFreezeS, LongestFreezeS);
            faults[i] = kind switch
            {
                FleetFaultKind.Delay => new FleetFault(kind, rover, startS, durationS, LogUniform(random, ShortestDelayS, LongestDelayS)),
                FleetFaultKind.Loss => new FleetFault(kind, rover, startS, durationS, random.NextUniform(0.0, MostLost)),
                FleetFaultKind.RoverFrozen => new FleetFault(kind, rover, startS, durationS),
                _ => new FleetFault(kind, -1, startS, durationS),
            };
        }

        return new FleetFaultSchedule([.. faults.OrderBy(fault => fault.StartS)]);
    }

    public bool IsActive(FleetFaultKind kind, int rover, double atS) => Magnitude(kind, rover, atS) is not null;

    /// <summary>Of the worst fault of a kind that holds for a rover at a time; null where none does.</summary>
    public double? Magnitude(FleetFaultKind kind, int rover, double atS)
    {
        double? worst = null;
        foreach (var fault in Faults)
        {
            if (fault.Kind == kind && (fault.Rover == rover || fault.Rover < 0) && fault.IsActive(atS))
                worst = Math.Max(worst ?? 0.0, fault.Magnitude);
        }

        return worst;
    }

    private static double LogUniform(Xoshiro256 random, double least, double most) => least * Math.Pow(most / least, random.NextDouble());
}
