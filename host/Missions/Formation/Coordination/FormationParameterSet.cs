using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Formation.Coordination;

/// <summary>
/// Makes a rover's formation parameter set: everything its local MPC (8) needs, how it negotiates, and a self-test vector computed by the
/// very controller that the rover will build from it.
/// </summary>
public static class FormationParameterSet
{
    private const int Capacity = 1 << 16;
    private const ulong SelfTestSeed = 0x5EED;

    /// <param name="parameters">The rover's local problem; its coupling weight must be the negotiator's.</param>
    /// <param name="version">Above zero and above every version the rover has had.</param>
    /// <param name="roundsPerPeriod">Negotiation rounds in each period.</param>
    /// <param name="speedLimit">Share of the input range left while driving without coupling, (0, 1].</param>
    /// <param name="prices">What its prices can be (<see cref="Negotiator.CopyPriceLimits"/>): it refuses others. Null: it takes
    /// any.</param>
    /// <param name="place">Its place in a formation in the plane, each axis of which these parameters are for; null: a lane.</param>
    /// <exception cref="ArgumentException">The parameters do not make a controller.</exception>
    public static byte[] Build(
        MpcParameters parameters, uint version, NegotiationMode mode, int roundsPerPeriod, double periodS, double speedLimit = 0.5,
        PriceLimits? prices = null, PlanarPlace? place = null)
    {
        var plain = Write(parameters, version, mode, roundsPerPeriod, periodS, speedLimit, prices, place, [], []);
        var set = new ParameterSet();
        if (set.TryParse(plain, plain.Length) != ParameterStatus.Ok
            || ControllerFactory.TryCreate(set, new RoverOptions()) is not { } controller)
        {
            throw new ArgumentException(
                "These parameters do not make a formation controller: a shape, a bound or a cost is wrong.", nameof(parameters));
        }

        var random = new Xoshiro256(SelfTestSeed);
        // In the plane also phase and rate of the path.
        double[] input = [.. Draw(random, place is null ? 0 : 2), .. Draw(random, controller.StateCount),
            .. Draw(random, controller.CouplingCount)];
        var output = new double[controller.InputCount + controller.CouplingCount];
        if (!controller.TryAnswer(input, input.Length, output, output.Length))
            throw new ArgumentException("The controller does not answer its own self-test.", nameof(parameters));
        return Write(parameters, version, mode, roundsPerPeriod, periodS, speedLimit, prices, place, input, output);
    }

    private static double[] Draw(Xoshiro256 random, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = random.NextUniform(-1, 1);
        return values;
    }

    private static byte[] Write(
        MpcParameters parameters, uint version, NegotiationMode mode, int rounds, double periodS, double speedLimit, PriceLimits? prices,
        PlanarPlace? place, double[] input, double[] output)
    {
        var buffer = new byte[Capacity];
        var builder = new ParameterSetBuilder(MissionKind.Formation, version, buffer);
        parameters.Write(builder);
        place?.Write(builder);
        builder.AddScalar(ParameterId.RoundsPerPeriod, rounds);
        builder.AddScalar(ParameterId.PeriodUs, Math.Round(periodS * 1e6));
        builder.AddScalar(ParameterId.NegotiationMode, (int)mode);
        builder.AddScalar(ParameterId.SpeedLimit, speedLimit);
        if (prices is not null)
        {
            builder.Add(ParameterId.PriceLower, prices.Lower, prices.Lower.Length);
            builder.Add(ParameterId.PriceUpper, prices.Upper, prices.Upper.Length);
        }

        if (input.Length > 0)
        {
            builder.Add(ParameterId.SelfTestInput, input, input.Length);
            builder.Add(ParameterId.SelfTestOutput, output, output.Length);
        }

        var length = builder.Finish();
        return length > 0 ? buffer[..length] : throw new ArgumentException("The parameter set is too large.", nameof(parameters));
    }
}
