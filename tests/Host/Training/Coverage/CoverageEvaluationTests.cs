using MultiAgentEdge.Actor;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Coverage.Training;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Host.Training.Coverage;

public sealed class CoverageEvaluationTests
{
    private static readonly CoverageModel Model = Untrained(3);

    [Fact]
    public void A_range_beyond_the_arena_changes_nothing()
    {
        var without = Run(Model, new() { Agents = 5, Episodes = 40 });
        Assert.Equal(without, Run(Model, new() { Agents = 5, Episodes = 40, RangeM = 1e6 }));
        Assert.NotEqual(without, Run(Model, new() { Agents = 5, Episodes = 40, RangeM = 0.5 }));
    }

    /// <summary>Original MADDPG: in range or not, everybody is shown in the place that the actor knows.</summary>
    [Fact]
    public void A_range_beyond_the_arena_changes_nothing_for_actors_that_know_everybody_by_number()
    {
        var model = Model with { Shape = Model.Shape with { Sorted = false } };
        var without = Run(model, new() { Episodes = 40 });
        Assert.NotEqual(Run(Model, new() { Episodes = 40 }), without);
        Assert.Equal(without, Run(model, new() { Episodes = 40, RangeM = 1e6, Memory = false }));
        Assert.NotEqual(without, Run(model, new() { Episodes = 40, RangeM = 0.5 }));
        Assert.NotEqual(
            Run(model, new() { Episodes = 40, RangeM = 0.5 }), Run(model, new() { Episodes = 40, RangeM = 0.5, Memory = false }));
    }

    [Fact]
    public void Memory_matters_only_with_a_range()
    {
        Assert.Equal(Run(Model, new() { Episodes = 20 }), Run(Model, new() { Episodes = 20, Memory = false }));
        Assert.NotEqual(
            Run(Model, new() { Episodes = 20, RangeM = 0.5 }), Run(Model, new() { Episodes = 20, RangeM = 0.5, Memory = false }));
    }

    [Fact]
    public void More_episodes_than_run_side_by_side_are_all_counted()
    {
        var figures = Run(Model, new() { Agents = 2, Episodes = 300 });
        Assert.Equal(300, figures.Episodes);
        Assert.True(figures.ReturnMean < -5.0 && figures.ReturnStd > 0.0);
        Assert.True(figures.StateViolationRate <= figures.TerminalViolationRate);
    }

    [Fact]
    public void Agents_that_already_stand_on_their_landmarks_cover_at_the_first_step()
    {
        // An actor that always stays, and starts without distance between agents and landmarks cannot be asked for: the tally is asked
        // instead.
        var world = new ParticleWorld(ParticleOptions.Product(2, 1));
        (world.PositionX[0], world.LandmarkX[0], world.PositionX[1], world.LandmarkX[1]) = (0.5, 0.45, -0.5, -0.5);
        var tally = new CoverageTally(2, 25);
        tally.Begin(world);
        for (var t = 1; t <= 25; t++)
            tally.Add(world, [t == 1 ? 1 : 0, 0], t, 0.1);
        tally.End();
        var figures = tally.Figures();
        Assert.Equal(
            (0.0, 0.0, 1.0, 1.0), (figures.TerminalViolationRate, figures.StateViolationRate, figures.TimeStepsMean, figures.ActionsMean));
        Assert.Equal(-25 * 0.05, figures.ReturnMean, 1e-12);
    }

    [Fact]
    public void A_collision_before_everything_is_covered_violates_both()
    {
        var world = new ParticleWorld(ParticleOptions.Product(2, 1));
        (world.PositionX[0], world.PositionX[1], world.LandmarkX[0], world.LandmarkX[1]) = (0.0, 0.2, 1.0, -1.0);
        var tally = new CoverageTally(2, 25);
        tally.Begin(world);
        tally.Add(world, [1, 2], 1, 0.1);
        tally.End();
        Assert.Equal(
            new CoverageFigures(1, -1.8 - 1.0, 0.0, 1.0, 1.0, 50.0, 50.0), tally.Figures() with { ReturnMean = -2.8, ReturnStd = 0.0 });
    }

    [Fact]
    public void Separate_actors_drive_only_as_many_agents() =>
        Assert.Throws<ArgumentException>(() => new CoverageEvaluation(Model, [Network(Model), Network(Model)], new() { Agents = 3 }));

    [Theory]
    [InlineData(3, 3)]
    [InlineData(7, 3)]
    [InlineData(2, 5)]
    public void Trainer_and_rover_see_the_same_bits(int agents, int trained)
    {
        var model = Untrained(trained);
        var world = new ParticleWorld(ParticleOptions.Product(agents, 1));
        var random = new Xoshiro256(9);
        world.Reset(random);
        for (var k = 0; k < agents; k++)
            (world.VelocityX[k], world.VelocityY[k]) = (random.NextUniform(-1, 1), random.NextUniform(-1, 1));
        var rows = new float[agents * model.Shape.Width];
        new ScopedObservation(world, model.Shape).Write(rows);

        double[] landmarks = [.. Enumerable.Range(0, agents).SelectMany(l => new[] { world.LandmarkX[l], world.LandmarkY[l] })];
        var bytes = CoverageParameterSet.Build(CoverageActors.Policies(model)[0], landmarks, 1);
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        for (var i = 0; i < agents; i++)
        {
            var rover = CoverageObservation.TryCreate(set, 16);
            Assert.NotNull(rover);
            for (var j = 0; j < agents; j++)
            {
                if (j != i)
                    rover.Scope.Set(j, world.PositionX[j], world.PositionY[j]);
            }

            rover.Observe([world.PositionX[i], world.PositionY[i], world.VelocityX[i], world.VelocityY[i]], 0);
            Assert.Equal(rows[(i * model.Shape.Width)..((i + 1) * model.Shape.Width)], rover.Vector);
        }
    }

    private static CoverageFigures Run(CoverageModel model, CoverageEvaluationOptions options) =>
        new CoverageEvaluation(model, [Network(model)], options).Run();

    private static ActorNetwork Network(CoverageModel model) => CoverageActors.Network(CoverageActors.Policies(model)[0]);

    private static CoverageModel Untrained(int agents)
    {
        var shape = new ObservationShape(agents, agents - 1);
        var network = new Mlp([shape.Width, 16, 16, 5], 1);
        Initialise.Uniform(network, new Xoshiro256(5));
        return new CoverageModel { Algorithm = "maddpg-scope", Agents = agents, Shape = shape, Actors = [CoverageActor.Of(network)] };
    }
}
