using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Training.Formation;

public sealed class ThetaTests
{
    [Fact]
    public void It_is_the_change_from_the_start_and_touches_nothing_else()
    {
        var p = FormationScenario.PaperS1().ParametersFor(0, FormationScenario.ImperfectModel);
        var map = new Theta(p, [new(ParameterBlock.ModelB, [1.0, 0.5], -0.1, 0.1), new(ParameterBlock.ValueOffset, [2.0], -1.0, 1.0)]);
        Assert.Equal(["ModelB[0]", "ModelB[1]", "ValueOffset[0]"], Enumerable.Range(0, map.Count).Select(map.NameOf));
        Assert.Equal([1.0, 0.5, 2.0], map.Rate);
        Assert.Equal([1.0, 0.5, 0.5, 0.5], new Theta(p, [new(ParameterBlock.ModelA, [1.0, 0.5], -0.1, 0.1)]).Rate);
        map.Apply([0.01, -0.02, 3.0], p);
        Assert.Equal([0.0312 + 0.01, 0.25 - 0.02], p.B);
        Assert.Equal(3.0, p.ValueOffset);
        Assert.Equal([1, 0.25, 0, 1], p.A);
        Assert.Equal(0.1, map.Boxed(0, 7.0));
        Assert.Equal(-1.0, map.Boxed(2, -7.0));
    }

    [Fact]
    public void A_wrong_number_of_rates_or_an_empty_box_is_refused()
    {
        var p = FormationScenario.PaperS1().ParametersFor(0, FormationScenario.ImperfectModel);
        Assert.Throws<ArgumentException>(() => new Theta(p, [new(ParameterBlock.ModelA, [1.0, 1.0, 1.0, 1.0, 1.0], -1.0, 1.0)]));
        Assert.Throws<ArgumentException>(() => new Theta(p, [new(ParameterBlock.ModelA, [1.0], 1.0, -1.0)]));
    }
}
