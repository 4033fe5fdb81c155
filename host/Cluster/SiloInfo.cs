using System.Globalization;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>What a silo's grains know of it.</summary>
/// <param name="Name">Unlike any other's of the cluster.</param>
/// <param name="MostFleets">That it takes, 1 or more.</param>
/// <param name="Say">Something worth telling a person.</param>
internal sealed record SiloInfo(string Name, int MostFleets, Action<string> Say)
{
    /// <summary>Codes of the refusals: too many fleets, too much to compute.</summary>
    public const string Full = "MAE557";
    public const string Busy = "MAE586";

    /// <summary>Share of the processors above which it takes no fleet that drives nowhere yet, 0 to 1.</summary>
    public double MostLoad { get; init; } = 1;

    /// <summary>Share of the processors that it uses now.</summary>
    public Func<double> Load { get; init; } = () => 0;

    private readonly HashSet<string> fleets = new(StringComparer.Ordinal);
    private readonly HashSet<string> refused = new(StringComparer.Ordinal);

    /// <summary>It is the last one, and ends: nobody takes its fleets over, so that their rovers are disarmed.</summary>
    public volatile bool IsLast;

    /// <summary>Takes a fleet, unless it has as many as it takes, or as much to compute: which is said, once for each.</summary>
    /// <param name="drives">Its rovers may drive without a host now: it is taken however busy the silo is.</param>
    public MaeException? Take(string fleet, bool drives = false)
    {
        lock (fleets)
        {
            var refusal = fleets.Contains(fleet) ? null : Refusal(fleet, drives);
            if (refusal is null)
            {
                fleets.Add(fleet);
                refused.Remove(fleet);
            }
            else if (refused.Add(fleet))
            {
                Say(refusal.Message);
            }

            return refusal;
        }
    }

    private MaeException? Refusal(string fleet, bool drives)
    {
        if (fleets.Count >= MostFleets)
        {
            return new MaeException(
                ExitCode.Rejected, Full, $"Silo {Name} has its {MostFleets} fleets and refuses {fleet}.",
                "Start another silo, or raise its --most-fleets.");
        }

        var load = Load();
        return drives || load <= MostLoad ? null : new MaeException(
            ExitCode.Rejected, Busy,
            string.Create(CultureInfo.InvariantCulture, $"Silo {Name} uses {load:P0} of its machine's processors and refuses {fleet}."),
            "Start another silo on another machine, or raise its --most-load.");
    }

    public void Leave(string fleet)
    {
        lock (fleets)
            fleets.Remove(fleet);
    }
}
