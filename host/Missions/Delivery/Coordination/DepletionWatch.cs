using System.Globalization;
using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>Compares what a rover reports with what it may use at most, and raises its own estimates where it used more.</summary>
internal sealed class DepletionWatch(VehicleDynamics dynamics, DeliveryMissionOptions options)
{
    // A rise below this is rounding and phase, not a wrong estimate.
    private const double NoticeableRise = 0.02;
    private const double WorthTelling = 0.1;
    private const int MinPeriodsToJudge = 5;
    private static readonly string[] Names = ["time", "battery"];

    /// <summary>On the way: the battery used so far against what the model draws for the same drive, the time against the stored
    /// traversal's.</summary>
    /// <returns>Whether the estimates rose.</returns>
    public bool OnTheWay(DeliveryMember member, DeliveryLeg leg) =>
        leg.Recorded >= Math.Max(MinPeriodsToJudge, leg.Edge.Steps / 4)
            && Raise(member, leg, Math.Max(0, leg.Edge.Steps - leg.ToGo) * dynamics.PeriodS);

    /// <param name="expectedS">What the whole way was expected to take.</param>
    /// <returns>Whether the estimates rose.</returns>
    public bool AtTheEnd(DeliveryMember member, DeliveryLeg leg, double expectedS) => Raise(member, leg, expectedS);

    /// <summary>What to tell a person of the capacities whose factors grew much since the last time.</summary>
    public static IEnumerable<string> News(DeliveryMember member, string where)
    {
        for (var c = 0; c < CapacityLimits.Count; c++)
        {
            if (member.Factors[c] < member.ToldFactors[c] + WorthTelling)
                continue;
            member.ToldFactors[c] = member.Factors[c];
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{member.Name} uses {(member.Factors[c] - 1) * 100:0} % more {Names[c]} than the worst case {where}: its plan "
                + $"is tightened");
        }
    }

    private bool Raise(DeliveryMember member, DeliveryLeg leg, double expectedS)
    {
        var rose = false;
        double[] expected = [expectedS, leg.ModelBattery];
        for (var c = 0; c < CapacityLimits.Count; c++)
        {
            var used = member.Used[c] - leg.UsedAtStart![c];
            var allowed = expected[c] * (1 + options.Margin) * (c == 1 ? options.BatteryFactor : 1);
            var factor = used / Math.Max(1e-12, allowed);
            if (used - allowed < (c == 0 ? dynamics.PeriodS : Math.Max(1e-9, options.BatteryDoubt))
                || factor < member.Factors[c] * (1 + NoticeableRise))
                continue;
            member.Factors[c] = factor;
            rose = true;
        }

        return rose;
    }
}
