using MultiAgentEdge.Coupling;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Coupling;

/// <summary>
/// Agents whose answer is known in closed form: each minimises gamma^l (h/2 (o - wish)^2 + price o + weight/2 o^2) over o in [-limit,
/// limit].
/// </summary>
public sealed class NegotiatorTests
{
    private const int Stages = 3;
    private const double Discount = 0.9;

    private sealed class Agents
    {
        private readonly double[] price = new double[Stages];
        private readonly double[] outputs = new double[Stages];
        private readonly double[] sensitivity = new double[Stages * Stages];
        private readonly double[] weight = new double[1];

        public required double[] Curvature { get; init; }

        public required double[] Wish { get; init; }

        public double Limit { get; init; } = 1e9;

        public double[] Last { get; } = new double[8];

        public double Round(Negotiator negotiator, int absent = -1)
        {
            for (var i = 0; i < Wish.Length; i++)
            {
                if (i == absent)
                    continue;
                Answer(negotiator, i);
                negotiator.SetOutputs(i, outputs);
                negotiator.SetSensitivity(i, sensitivity);
            }

            return negotiator.Update();
        }

        private void Answer(Negotiator negotiator, int i)
        {
            negotiator.CopyPrice(i, price);
            negotiator.CopyCouplingWeight(i, weight);
            for (var l = 0; l < Stages; l++)
            {
                var free = ((Curvature[i] * Wish[i]) - price[l]) / (Curvature[i] + weight[0]);
                outputs[l] = Math.Clamp(free, -Limit, Limit);
                sensitivity[(l * Stages) + l] = free == outputs[l] ? -1.0 / (Curvature[i] + weight[0]) : 0.0;
            }

            Last[i] = outputs[0];
        }
    }

    private static CouplingProblem Distance(RowKind kind, double target, double slackWeight)
    {
        var problem = new CouplingProblem(agents: 2, rows: 1, stages: Stages, outputs: 1) { Discount = Discount };
        problem.M[0][0] = 1.0;
        problem.M[1][0] = -1.0;
        problem.Target[0] = target;
        problem.Kinds[0] = kind;
        problem.SlackWeight[0] = slackWeight;
        return problem;
    }

    private static readonly NegotiatorOptions Options = new() { SubgradientStep = 0.5, FistaStep = 0.3, AdmmWeight = 1.5 };

    public static TheoryData<NegotiationMode> Modes =>
        [NegotiationMode.Subgradient, NegotiationMode.Fista, NegotiationMode.Admm, NegotiationMode.DualNewton];

    private static void Converge(Agents agents, Negotiator negotiator, int absent = -1)
    {
        var residual = double.MaxValue;
        for (var round = 0; round < 3000 && residual > 1e-11; round++)
            residual = agents.Round(negotiator, absent);
        Assert.True(residual <= 1e-11, $"residual {residual}");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Hard_equality_is_met_at_the_known_multiplier(NegotiationMode mode)
    {
        var agents = new Agents { Curvature = [1.0, 2.0], Wish = [3.0, 0.5] };
        var negotiator = new Negotiator(Distance(RowKind.Equality, 1.0, CouplingProblem.Hard), mode, Options);
        Converge(agents, negotiator);

        // o1 - o2 = 1 with o1 = 3 - mu, o2 = 0.5 + mu / 2: mu = 1.
        Assert.All(negotiator.Multipliers, mu => Assert.Equal(1.0, mu, 1e-9));
        Assert.Equal(2.0, agents.Last[0], 1e-9);
        Assert.Equal(1.0, agents.Last[1], 1e-9);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Slack_gives_way_by_the_multiplier_over_twice_its_weight(NegotiationMode mode)
    {
        var agents = new Agents { Curvature = [1.0, 2.0], Wish = [3.0, 0.5] };
        var negotiator = new Negotiator(Distance(RowKind.Equality, 1.0, 0.5), mode, Options);
        Converge(agents, negotiator);

        // 2.5 - 1.5 mu - 1 = mu / (2 w) = mu: mu = 0.6.
        Assert.All(negotiator.Multipliers, mu => Assert.Equal(0.6, mu, 1e-9));
        var weights = Discount + (Discount * Discount) + (Discount * Discount * Discount);
        Assert.Equal(weights * (0.6 + (0.36 / 2.0)), negotiator.DualConstant(), 1e-8);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Inequality_acts_only_where_it_would_be_broken(NegotiationMode mode)
    {
        var agents = new Agents { Curvature = [1.0, 2.0], Wish = [3.0, 0.5] };
        var binding = new Negotiator(Distance(RowKind.Inequality, 1.0, CouplingProblem.Hard), mode, Options);
        Converge(agents, binding);
        Assert.All(binding.Multipliers, mu => Assert.Equal(1.0, mu, 1e-9));

        var idle = new Negotiator(Distance(RowKind.Inequality, 4.0, CouplingProblem.Hard), mode, Options);
        Converge(agents, idle);
        Assert.All(idle.Multipliers, mu => Assert.Equal(0.0, mu, 1e-9));
        Assert.Equal(3.0, agents.Last[0], 1e-9);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_distance_rests_while_one_is_away_and_comes_back(NegotiationMode mode)
    {
        var agents = new Agents { Curvature = [1.0, 2.0], Wish = [3.0, 0.5] };
        var negotiator = new Negotiator(Distance(RowKind.Equality, 1.0, CouplingProblem.Hard), mode, Options);
        Converge(agents, negotiator);
        negotiator.Drop(1);
        Assert.False(negotiator.IsPresent(1));

        // ADMM's quadratic term stays in the agent's parameters; in a row that rests it only slows the agent down.
        for (var round = 0; round < 200; round++)
            Assert.Equal(0.0, agents.Round(negotiator, absent: 1));
        Assert.All(negotiator.Multipliers, mu => Assert.Equal(0.0, mu));
        Assert.Equal(3.0, agents.Last[0], 1e-9);
        negotiator.Join(1);
        Converge(agents, negotiator);
        Assert.All(negotiator.Multipliers, mu => Assert.Equal(1.0, mu, 1e-9));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_budget_goes_on_with_those_who_are_here(NegotiationMode mode)
    {
        var problem = new CouplingProblem(agents: 3, rows: 1, stages: Stages, outputs: 1) { Discount = Discount };
        for (var i = 0; i < 3; i++)
            problem.M[i][0] = 1.0;
        problem.Kinds[0] = RowKind.Inequality;
        problem.Target[0] = 2.0;
        problem.NeedsAll[0] = false;
        var agents = new Agents { Curvature = [1.0, 1.0, 1.0], Wish = [2.0, 2.0, 2.0] };
        var negotiator = new Negotiator(problem, mode, Options);
        Converge(agents, negotiator);
        Assert.Equal(2.0 / 3.0, agents.Last[0], 1e-9);
        negotiator.Drop(2);
        Converge(agents, negotiator, absent: 2);
        Assert.Equal(1.0, agents.Last[0], 1e-9);
    }

    [Fact]
    public void Newton_does_not_oscillate_between_saturated_answers()
    {
        // A full step from where all are saturated is as long as the slack allows and jumps from one saturation to the other for ever.
        var agents = new Agents { Curvature = [1.0, 1.5], Wish = [0.4, -0.9], Limit = 1.0 };
        var problem = Distance(RowKind.Equality, 0.3, 50.0);
        var negotiator = new Negotiator(problem, NegotiationMode.DualNewton, Options);
        for (var k = 0; k < negotiator.Multipliers.Length; k++)
            negotiator.Multipliers[k] = -30.0;
        var residual = double.MaxValue;
        for (var round = 0; round < 40 && residual > 1e-9; round++)
            residual = agents.Round(negotiator);
        Assert.True(residual <= 1e-9, $"residual {residual} after {negotiator.Rounds} rounds");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_kept_multiplier_needs_no_new_negotiation_and_a_shifted_one_moves_on(NegotiationMode mode)
    {
        var agents = new Agents { Curvature = [1.0, 2.0], Wish = [3.0, 0.5] };
        var negotiator = new Negotiator(Distance(RowKind.Equality, 1.0, 0.5), mode, Options);
        Converge(agents, negotiator);
        negotiator.BeginPeriod(shift: false);
        Assert.Equal(0, negotiator.Rounds);
        Assert.True(agents.Round(negotiator) <= 1e-9);
        for (var l = 0; l < Stages; l++)
            negotiator.Multipliers[l] = l;
        negotiator.BeginPeriod(shift: true);
        Assert.Equal([1.0, 2.0, 2.0], negotiator.Multipliers);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Nothing_is_allocated_after_construction(NegotiationMode mode)
    {
        var agents = new Agents { Curvature = [1.0, 2.0], Wish = [3.0, 0.5] };
        var negotiator = new Negotiator(Distance(RowKind.Inequality, 1.0, 0.5), mode, Options);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var k = 0; k < 30; k++)
            {
                negotiator.BeginPeriod(k % 2 == 0);
                agents.Round(negotiator);
                negotiator.Drop(0);
                agents.Round(negotiator, absent: 0);
                negotiator.Join(0);
                negotiator.DualConstant();
            }
        }));
    }

    [Fact]
    public void Nonsense_is_refused_at_construction()
    {
        var problem = Distance(RowKind.Equality, 1.0, 1.0);
        Assert.Throws<ArgumentException>(() => new Negotiator(problem, NegotiationMode.Admm, new NegotiatorOptions { AdmmWeight = 0.0 }));
        Assert.Throws<ArgumentException>(
            () => new Negotiator(problem, NegotiationMode.Admm, new NegotiatorOptions { AdmmRelaxation = 2.0 }));
        Assert.Throws<ArgumentException>(
            () => new Negotiator(problem, NegotiationMode.Fista, new NegotiatorOptions { FistaStep = double.NaN }));
        problem.SlackWeight[0] = 0.0;
        Assert.Throws<ArgumentException>(() => new Negotiator(problem, NegotiationMode.Admm, Options));
        Assert.Throws<ArgumentException>(() => new CouplingProblem(0, 1, 1, 1));
    }
}
