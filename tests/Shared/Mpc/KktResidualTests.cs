using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Shared.Mpc;

/// <summary>Minimise x^2 / 2 - 3x: each way of being wrong shows, scaled by 1 + the size of its terms.</summary>
public class KktResidualTests
{
    private static double Of(double x, double lambda, double lower = -1e30, double upper = 1, double weight = 1e30)
        => KktResidual.Compute(1, 1, [1], [-3], [1], [lower], [upper], [weight], [x], [lambda]);

    [Fact]
    public void The_optimum_has_none() => Assert.Equal(0, Of(1, 2));

    [Fact]
    public void A_wrong_multiplier_breaks_stationarity() => Assert.Equal(1.0 / (1 + 1 + 3 + 1), Of(1, 1));

    [Fact]
    public void A_violated_hard_row_is_primal() => Assert.Equal(2.0 / (1 + 3 + 1), Of(3, 0));

    [Fact]
    public void A_row_that_pushes_without_contact_breaks_complementarity() =>
        Assert.Equal(0.5 / (1 + 2.5 * (1 + 0.5)) * 2.5, Of(0.5, 2.5), 1e-12);

    [Fact]
    public void A_push_of_the_wrong_side_counts() => Assert.True(Of(1, -2) > 0.1);

    [Fact]
    public void A_soft_row_may_be_violated_at_full_weight_only()
    {
        Assert.Equal(0, Of(2.5, 0.5, weight: 0.5));
        Assert.True(Of(2.5, 0.5, weight: 0.7) > 0.01);
        Assert.True(Of(2.5, 0.5, weight: 0.4) > 0.01);
    }

    [Fact]
    public void Not_a_number_is_infinitely_wrong() => Assert.Equal(double.PositiveInfinity, Of(double.NaN, 0));
}
