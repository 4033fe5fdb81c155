using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Missions.Formation.Learning;
using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Learning;

/// <summary>The learner alone, fed with records of a fleet that is simulated without wire.</summary>
public sealed class LiveLearnerTests
{
    private readonly FormationScenario scenario = FormationScenario.PaperS1();
    private readonly FormationTeam team;
    private readonly FormationPlant plant;
    private int tick;

    public LiveLearnerTests()
    {
        team = new FormationTeam(scenario, FormationScenario.ImperfectModel, NegotiationMode.Admm);
        plant = new FormationPlant(scenario, seed: 5);
    }

    [Fact]
    public void A_period_with_a_gap_teaches_nothing_and_neither_does_the_one_after_it()
    {
        var learner = new LiveLearner(scenario, new LiveLearnerOptions());
        Drive(learner, 10);
        Assert.Equal((9, 0), (learner.Samples, learner.Skipped));
        Drive(learner, 3, gap: "nothing from rover-2");
        Drive(learner, 10);

        Assert.Equal((18, 4), (learner.Samples, learner.Skipped));
        Assert.Equal(4, learner.SkippedBecause["nothing from rover-2"]);
        tick += 5;
        Drive(learner, 1);
        Assert.Equal(1, learner.SkippedBecause["a period is missing"]);
    }

    [Fact]
    public void Costs_right_after_a_gap_are_not_held_against_the_parameters()
    {
        var options = new LiveLearnerOptions { SettlePeriods = 20 };
        var learner = new LiveLearner(scenario, options);
        Drive(learner, options.SettlePeriods + (PushGuard.BatchesToJudge * MeasuredCost.BatchPeriods));
        Assert.True(learner.Guard.IsMeasured);
        var measured = learner.Guard.PresentCost;
        Drive(learner, 1, gap: "nothing from rover-2");
        Drive(learner, options.SettlePeriods, cost: 1e6);
        Drive(learner, MeasuredCost.BatchPeriods);

        Assert.InRange(learner.Guard.PresentCost, 0.2 * measured, 5 * measured);
    }

    [Fact]
    public void A_push_is_due_after_its_periods_and_is_what_was_learned()
    {
        var learner = new LiveLearner(scenario, new LiveLearnerOptions { PushEvery = 150 });
        Drive(learner, 149);
        Assert.Null(learner.Next());
        Drive(learner, 1);
        var order = learner.Next();

        Assert.NotNull(order);
        Assert.False(order.IsRollback);
        Assert.Equal(learner.Theta.SelectMany(theta => theta), order.Theta.SelectMany(theta => theta));
        Assert.Equal(order.Theta[0][0], learner.ParametersOf(0, order.Theta).Offset[0]);
        Assert.NotEqual(0.0, order.Theta[0][0]);
        Assert.Null(learner.Next());
    }

    [Fact]
    public void The_probe_shrinks_over_the_run_and_what_was_planned_is_what_was_applied_without_it()
    {
        var learner = new LiveLearner(scenario, new LiveLearnerOptions { Samples = 1_000, ExplorationFirst = 0.1, ExplorationLast = 0.0 });
        FormationTransition? seen = null;
        learner.Learned += transition => seen = transition;
        Drive(learner, 2);
        var probe = seen!.Inputs[0][0] - seen.PlannedInputs![0][0];
        Assert.NotEqual(0.0, probe);
        tick = 1_000;
        learner.DrawProbe(1_000);
        Assert.All(learner.Probe, vector => Assert.All(vector, value => Assert.Equal(0.0, value)));
    }

    [Fact]
    public void It_goes_on_from_what_was_saved()
    {
        var options = new LiveLearnerOptions { PushEvery = 150 };
        var learner = new LiveLearner(scenario, options);
        Drive(learner, 160);
        using var memory = new MemoryStream();
        learner.Save(new BinaryWriter(memory));
        memory.Position = 0;
        var restored = new LiveLearner(scenario, options);
        restored.Load(new BinaryReader(memory));

        Assert.Equal((learner.Samples, learner.Periods), (restored.Samples, restored.Periods));
        Assert.Equal(learner.Theta.SelectMany(theta => theta), restored.Theta.SelectMany(theta => theta));
        // The fleet's ticks begin anew; exploration does not.
        tick = 0;
        Drive(restored, 10);
        Assert.Equal(learner.Samples + 9, restored.Samples);
    }

    private void Drive(LiveLearner learner, int periods, string? gap = null, double? cost = null)
    {
        for (var k = 0; k < periods; k++)
        {
            learner.DrawProbe((uint)++tick);
            team.Negotiate(plant.States, tolerance: 0.0, roundLimit: 2);
            double[][] states = [.. plant.States.Select(state => state.ToArray())];
            double[][] inputs = [.. team.Inputs.Select((input, i) => input.Select((u, j) =>
                Math.Clamp(u + learner.Probe[i][j], scenario.Agents[i].InputLower[j], scenario.Agents[i].InputUpper[j])).ToArray())];
            learner.Observe(new PeriodRecord(
                tick, 0.0, cost ?? scenario.StageCost(states, inputs), scenario.CouplingError(states), 2, 0.0, [],
                [.. states.Select((state, i) => new RoverRecord($"rover-{i + 1}", "running", 1, state, inputs[i], "solved", 0, 0, 0))])
            {
                AllMultipliers = [.. team.Negotiator.Multipliers],
                Gap = gap,
            });
            plant.Step(inputs);
        }
    }
}
