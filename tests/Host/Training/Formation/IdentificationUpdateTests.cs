using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Formation;

public sealed class IdentificationUpdateTests
{
    [Fact]
    public void It_learns_model_offset_and_the_tightening_that_its_noise_needs_inside_their_boxes()
    {
        var scenario = FormationScenario.PaperS1();
        var agent = scenario.Agents[0];
        var p = scenario.ParametersFor(0, FormationScenario.ImperfectModel);
        var options = new FormationLearnerOptions();
        var map = new Theta(
            p, [.. options.Blocks.Where(block => block.Block != ParameterBlock.ModelB), new(ParameterBlock.ModelB, [1.0], 0.0, 0.3)]);
        var update = new IdentificationUpdate(p, map, options);
        var theta = new double[map.Count];
        var random = new Xoshiro256(11);
        for (var k = 0; k < 5_000; k++)
        {
            double[] x = [random.NextUniform(0.0, 0.5), random.NextUniform(-0.2, 0.2)];
            double[] u = [random.NextUniform(-1.0, 1.0)];
            var next = Enumerable.Range(0, 2).Select(s => Kernel.Dot(agent.PlantA, s * 2, x, 0, 2) + (agent.PlantB[s] * u[0])).ToArray();
            next[0] += random.NextUniform(-0.1, 0.0);
            update.Step(x, u, u, next, theta);
        }

        map.Apply(theta, p);
        Assert.Equal(agent.PlantA[0], p.A[0], 0.02);
        Assert.Equal(agent.PlantB[0], p.B[0], 0.02);
        Assert.Equal(-0.05, p.Offset[0], 0.01);
        Assert.InRange(p.StateLowerTightening[0], 0.05, 0.06);
        Assert.Equal(0.0, p.StateLowerTightening[1], 1e-3);
        // 0.2 is below the model's 0.25: the box keeps it out.
        Assert.Equal(0.25, p.B[1]);
    }
}
