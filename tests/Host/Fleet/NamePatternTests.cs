using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Tests.Host.Fleet;

public sealed class NamePatternTests
{
    [Fact]
    public void A_pattern_names_each_with_the_digits_of_the_first()
    {
        Assert.Equal(["rover-008", "rover-009", "rover-010"], NamePattern.Expand("rover-[008-10]", 100));
        Assert.Equal(["a9-x", "a10-x"], NamePattern.Expand("a[9-10]-x", 100));
        Assert.Equal(1000, NamePattern.Expand("r[1-1000]", 1000)!.Count);
    }

    [Theory]
    [InlineData("rover-1")]
    [InlineData("rover-[1]")]
    [InlineData("rover-[2-1]")]
    [InlineData("rover-[1-101]")]
    [InlineData("rover-[1-2][3-4]")]
    [InlineData("rover-[1-9999999999]")]
    [InlineData("rover-[a-b]")]
    public void What_is_none_counts_down_or_names_too_many_is_none(string text) => Assert.Null(NamePattern.Expand(text, 100));

    [Fact]
    public void A_fleet_file_takes_patterns_of_rovers_and_of_distances()
    {
        var fleet = FleetFileReader.Read(
            """
            rovers:
              - name: rover-[001-500]
                body: rover
                reference_m: 1
                start: { x_m: 1, step_x_m: 0.5, step_y_m: -0.25 }
              - name: last
            formation:
              distances:
                - { from: "rover-[001-499]", to: "rover-[002-500]", distance_m: 2 }
                - { from: rover-500, to: last, distance_m: 2 }
            """,
            "fleet.yaml", out var problems);
        Assert.Empty(problems);
        Assert.Equal(501, fleet.Rovers.Count);
        Assert.Equal(("rover-003", 1.0, (2.0, -0.5, 0.0)), (fleet.Rovers[2].Name, fleet.Rovers[2].ReferenceM, fleet.Rovers[2].Start));
        Assert.Equal(500, fleet.Distances.Count);
        Assert.Equal(("rover-499", "rover-500"), (fleet.Distances[498].From, fleet.Distances[498].To));
    }

    [Theory]
    [InlineData("rovers: [{ name: 'r[2-1]' }]", "MAE204")]
    [InlineData("rovers: [{ name: 'r[1-200000]' }]", "MAE204")]
    [InlineData("rovers: [{ name: 'R [1-2]' }]", "MAE204")]
    [InlineData("rovers: [{ name: 'r[1-3]' }, { name: r2 }]", "MAE203")]
    [InlineData("rovers: [{ name: 'r[1-3]' }]\nformation: { distances: [{ from: 'r[1-2]', to: 'r[3-3]', distance_m: 1 }] }", "MAE205")]
    [InlineData("rovers: [{ name: 'r[1-3]' }]\nformation: { distances: [{ from: 'r[1-3]', to: 'r[2-4]', distance_m: 1 }] }", "MAE208")]
    public void What_is_wrong_with_a_pattern_is_said_where_it_stands(string text, string code)
    {
        FleetFileReader.Read(text, "fleet.yaml", out var problems);
        Assert.Equal(code, Assert.Single(problems).Code);
    }
}
