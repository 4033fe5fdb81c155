using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Worlds.Formation;

public sealed class FormationPlantTests
{
    private readonly FormationScenario scenario = FormationScenario.PaperS1();

    [Fact]
    public void Steps_are_equation_30_with_a_disturbance_on_the_first_agent_alone()
    {
        var plant = new FormationPlant(scenario, seed: 1);
        double[][] inputs = [[0.5], [-0.5], [1.0]];
        for (var k = 0; k < 500; k++)
        {
            double[][] start = [[0.2, 0.1], [1.5, -0.2], [-1.0, 0.3]];
            for (var i = 0; i < start.Length; i++)
                start[i].CopyTo(plant.States[i], 0);
            plant.Step(inputs);
            var disturbance = plant.States[0][0] - ((0.9 * 0.2) + (0.35 * 0.1) + (0.0813 * 0.5));
            Assert.InRange(disturbance, -0.1 - 1e-12, 1e-12);
            Assert.Equal((1.1 * 0.1) + (0.2 * 0.5), plant.States[0][1], 1e-12);
            Assert.Equal((0.91 * 1.5) + (0.33 * -0.2) + (0.0611 * -0.5), plant.States[1][0], 1e-12);
            Assert.Equal((1.1 * 0.3) + (0.21 * 1.0), plant.States[2][1], 1e-12);
        }
    }

    [Fact]
    public void Same_seed_same_bits_another_seed_another_run()
    {
        double[] Last(ulong seed)
        {
            var plant = new FormationPlant(scenario, seed);
            for (var k = 0; k < 20; k++)
                plant.Step([[0.1], [0.1], [0.1]]);
            return [.. plant.States.SelectMany(state => state)];
        }

        Assert.Equal(Last(5), Last(5));
        Assert.NotEqual(Last(5), Last(6));
    }
}
