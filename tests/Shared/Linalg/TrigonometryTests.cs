using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Shared.Linalg;

public sealed class TrigonometryTests
{
    [Fact]
    public void Sine_and_cosine_are_those_of_the_library_to_four_in_ten_to_the_sixteenth()
    {
        var random = new Xoshiro256(3);
        for (var i = 0; i < 200_000; i++)
        {
            var angle = random.NextUniform(-1000, 1000) * (i % 2 == 0 ? 1 : 0.004);
            Trigonometry.SinCos(angle, out var sin, out var cos);
            Assert.Equal(Math.Sin(angle), sin, 4e-16);
            Assert.Equal(Math.Cos(angle), cos, 4e-16);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.7)]
    [InlineData(-1.5)]
    public void The_tangent_too(double angle) => Assert.Equal(Math.Tan(angle), Trigonometry.Tan(angle), 1e-13);

    [Fact]
    public void Right_angles_do_not_divide_by_zero() => Assert.Equal(0.0, Trigonometry.Tan(Math.PI / 2));

    [Fact]
    public void The_angle_of_a_vector_is_that_of_the_library_to_a_part_in_ten_to_the_fifteenth()
    {
        var random = new Xoshiro256(5);
        for (var i = 0; i < 200_000; i++)
        {
            var (x, y) = (random.NextUniform(-1, 1), random.NextUniform(-1, 1) * (i % 3 == 0 ? 1e-3 : 1));
            Assert.Equal(Math.Atan2(y, x), Trigonometry.Atan2(y, x), 1e-15);
        }
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.0)]
    [InlineData(0.0, -1.0, Math.PI)]
    [InlineData(1.0, 0.0, Math.PI / 2)]
    [InlineData(-1.0, 0.0, -Math.PI / 2)]
    [InlineData(1.0, 1.0, Math.PI / 4)]
    public void Axes_and_diagonals_have_their_angles(double y, double x, double angle) =>
        Assert.Equal(angle, Trigonometry.Atan2(y, x), 3e-16);
}
