using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>Formation parameter sets of paper S1's example, sound or unsound on purpose.</summary>
public sealed record TestSet
{
    public const int Rounds = 2;

    public required uint Version { get; init; }

    /// <summary>1: the imperfect model, 2: the true one.</summary>
    public int Model { get; init; } = 1;

    public double PeriodS { get; init; } = 0.25;

    /// <summary>0: the solver's own.</summary>
    public int IterationLimit { get; init; }

    public Action<MpcParameters> Change { get; init; } = _ => { };

    /// <summary>Added to the first number of the self-test's answer.</summary>
    public double SelfTestError { get; init; }

    public bool HasSelfTest { get; init; } = true;

    /// <summary>Entries of 1,024 bytes added for length: chunks to be lost.</summary>
    public int Padding { get; init; }

    public static Negotiator Negotiator(FormationScenario scenario) =>
        new(scenario.LimitedCoupling(), NegotiationMode.Admm, new NegotiatorOptions());

    public byte[] Build(FormationScenario scenario, int agent)
    {
        var parameters = scenario.ParametersFor(agent, Model);
        var negotiator = Negotiator(scenario);
        negotiator.CopyCouplingWeight(agent, parameters.CouplingWeight);
        Change(parameters);
        var prices = PriceLimits.Of(negotiator, agent, parameters.OutputCount);
        var plain = Write(parameters, prices, [], []);
        if (!HasSelfTest)
            return plain;

        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(plain, plain.Length));
        if (ControllerFactory.TryCreate(set, new RoverOptions()) is not { } controller)
            return Write(parameters, prices, [0.0], [0.0]);
        var input = Enumerable.Range(0, controller.StateCount + controller.CouplingCount).Select(i => Math.Sin(i)).ToArray();
        controller.SetPrice(input[controller.StateCount..]);
        controller.Step(input);
        double[] output = [.. controller.Input, .. controller.Plan];
        output[0] += SelfTestError;
        return Write(parameters, prices, input, output);
    }

    private byte[] Write(MpcParameters parameters, PriceLimits prices, double[] input, double[] output)
    {
        var buffer = new byte[1 << 16];
        var builder = new ParameterSetBuilder(MissionKind.Formation, Version, buffer);
        parameters.Write(builder);
        builder.AddScalar(ParameterId.RoundsPerPeriod, Rounds);
        builder.AddScalar(ParameterId.PeriodUs, Math.Round(PeriodS * 1e6));
        builder.AddScalar(ParameterId.NegotiationMode, (int)NegotiationMode.Admm);
        builder.AddScalar(ParameterId.SpeedLimit, 0.5);
        builder.Add(ParameterId.PriceLower, prices.Lower, prices.Lower.Length);
        builder.Add(ParameterId.PriceUpper, prices.Upper, prices.Upper.Length);
        if (IterationLimit > 0)
            builder.AddScalar(ParameterId.IterationLimit, IterationLimit);
        for (var i = 0; i < Padding; i++)
            Assert.True(builder.Add((ushort)(100 + (4 * i)), Enumerable.Range(0, 128).Select(k => (double)(k + i)).ToArray(), 128));
        if (input.Length > 0)
        {
            builder.Add(ParameterId.SelfTestInput, input, input.Length);
            builder.Add(ParameterId.SelfTestOutput, output, output.Length);
        }

        var length = builder.Finish();
        Assert.True(length > 0);
        return buffer[..length];
    }
}
