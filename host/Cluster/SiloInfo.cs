using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>What a silo's grains know of it.</summary>
/// <param name="Name">Unlike any other's of the cluster.</param>
/// <param name="MostFleets">That it takes, 1 or more.</param>
/// <param name="Say">Something worth telling a person.</param>
internal sealed record SiloInfo(string Name, int MostFleets, Action<string> Say)
{
    /// <summary>Code of the refusal.</summary>
    public const string Full = "MAE557";

    private readonly HashSet<string> fleets = new(StringComparer.Ordinal);
    private readonly HashSet<string> refused = new(StringComparer.Ordinal);

    /// <summary>It is the last one, and ends: nobody takes its fleets over, so that their rovers are disarmed.</summary>
    public volatile bool IsLast;

    /// <summary>Takes a fleet, unless it has as many as it takes: which is said, once for each.</summary>
    public MaeException? Take(string fleet)
    {
        lock (fleets)
        {
            if (fleets.Contains(fleet) || fleets.Count < MostFleets)
            {
                fleets.Add(fleet);
                refused.Remove(fleet);
                return null;
            }

            var full = new MaeException(
                ExitCode.Rejected, Full, $"Silo {Name} has its {MostFleets} fleets and refuses {fleet}.",
                "Start another silo, or raise its --most-fleets.");
            if (refused.Add(fleet))
                Say(full.Message);
            return full;
        }
    }

    public void Leave(string fleet)
    {
        lock (fleets)
            fleets.Remove(fleet);
    }
}
