using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Worlds.Delivery.Instances;

public sealed class OrienteeringReaderTests
{
    private const string Oplib =
        """
        NAME : four
        TYPE : OP
        DIMENSION : 4
        COST_LIMIT : 20
        EDGE_WEIGHT_TYPE : EUC_2D
        NODE_COORD_SECTION
        1 0 0
        2 3 4
        3 3 4.6
        4 1.4 1.4
        NODE_SCORE_SECTION
        1 0
        2 7
        3 1
        4 2
        DEPOT_SECTION
        1
        -1
        EOF
        """;

    [Fact]
    public void Oplib_is_read_with_the_rounding_of_tsplib()
    {
        var problem = OrienteeringReader.Read(Oplib, "file");
        Assert.Equal(("four", 4, 20.0, 0, 0, 1), (problem.Name, problem.Count, problem.Limit, problem.Start, problem.End, problem.Agents));
        Assert.Equal([0.0, 7, 1, 2], problem.Score);
        Assert.Equal(5, problem.Between(0, 1));
        Assert.Equal(1, problem.Between(1, 2)); // 0.6
        Assert.Equal(2, problem.Between(0, 3)); // 1.98
    }

    [Theory]
    [InlineData("CEIL_2D", "1 0 0\n2 1 1", 2)]
    [InlineData("EUC_2D", "1 0 0\n2 1 1", 1)]
    [InlineData("MAN_2D", "1 0 0\n2 3 -4", 7)]
    [InlineData("MAX_2D", "1 0 0\n2 3 -4", 4)]
    [InlineData("ATT", "1 6734 1453\n2 2233 10", 1495)]      // the first two of att48
    [InlineData("GEO", "1 38.24 20.42\n2 39.57 26.15", 509)] // the first two of ulysses16
    [InlineData("EUC_3D", "1 0 0 0\n2 2 3 6", 7)]
    [InlineData("MAN_3D", "1 0 0 0\n2 2 3 -6", 11)]
    [InlineData("MAX_3D", "1 0 0 0\n2 2 3 -6.2", 6)]
    [InlineData("GEO", "1 33.33 -70.40\n2 33.33 -70.40", 1)] // the formula's own 1, also where rounding leaves the arc cosine
    public void Distances_are_those_of_tsplib(string kind, string coordinates, double distance)
    {
        var problem = OrienteeringReader.Read(
            $"TYPE: TSP\nDIMENSION: 2\nEDGE_WEIGHT_TYPE: {kind}\nNODE_COORD_SECTION\n{coordinates}\nEOF", "file");
        Assert.Equal(distance, problem.Between(0, 1));
        Assert.Equal(double.PositiveInfinity, problem.Limit);
        Assert.Equal([1.0, 1], problem.Score);
    }

    [Theory]
    [InlineData("FULL_MATRIX", "9 1 2 1 9 3 2 3 9")]
    [InlineData("UPPER_ROW", "1 2 3")]
    [InlineData("LOWER_ROW", "1 2 3")]
    [InlineData("UPPER_DIAG_ROW", "9 1 2 9 3 9")]
    [InlineData("LOWER_DIAG_ROW", "9 1 9 2 3 9")]
    [InlineData("UPPER_COL", "1 2 3")]
    [InlineData("LOWER_COL", "1 2 3")]
    [InlineData("UPPER_DIAG_COL", "9 1 9 2 3 9")]
    [InlineData("LOWER_DIAG_COL", "9 1 2 9 3 9")]
    [InlineData("FULL_MATRIX", "-1 1 2\n1 - 3\n2 3 inf")]
    [InlineData("LOWER_DIAG_ROW", "-9 1 -9\r\n2 3 -9")]
    public void Every_way_to_write_a_matrix_means_the_same(string format, string weights)
    {
        var problem = OrienteeringReader.Read(
            $"TYPE: OP\nDIMENSION: 3\nCOST_LIMIT: 5\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: "
            + $"{format}\nEDGE_WEIGHT_SECTION\n{weights}\nEOF", "file");
        Assert.Equal([0.0, 1, 2, 1, 0, 3, 2, 3, 0], problem.Cost);
    }

    /// <summary>Public files leave values away, end without -1, have a mark of DOS at the end, or either kind of line end.</summary>
    [Theory]
    [InlineData("NAME :\nCOMMENT :\nTYPE : TSP\nTSPSOL : 14\n", "\nDEPOT_SECTION\n2\nEOF\n", 1)]
    [InlineData("NAME:\r\nCOMMENT: a: b\r\nCOMMENT:\r\n", "\r\nDEPOT_SECTION\r\n 2\r\n -1\r\nEOF\r\n\u001a", 1)]
    [InlineData("\r", "\rDEPOT_SECTION\r2", 1)]
    [InlineData("TYPE: TSP (somebody)\n", "\n\u001a", 0)]
    [InlineData("", "\r\nEOF\r\n\u001a\r\n", 0)]
    [InlineData("COMMENT: a\nCOMMENT: b\n", "\r\n\u001a \0\r\n", 0)]
    [InlineData("NODE_COORD_TYPE : TWOD_COORDS\nEDGE_WEIGHT_FORMAT: FUNCTION\n", "\nDISPLAY_DATA_SECTION\n1 0 0\n2 9 9\n3 1 1\nEOF\n\u001a\u001a", 0)]
    public void What_files_leave_away_or_add_is_read(string head, string tail, int depot)
    {
        var problem = OrienteeringReader.Read(
            head + "DIMENSION: 3\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION :\n1 0 0\n2 3 4\n3 1 0" + tail, "file");
        Assert.Equal(("file", 3, depot, 5.0, false), (problem.Name, problem.Count, problem.Start, problem.Between(0, 1), problem.MayPass));
    }

    /// <summary>A matrix by itself need not be metric: what it means is a graph. An instance of OPLib is a tour by its
    /// definition.</summary>
    [Theory]
    [InlineData("TSP", true)]
    [InlineData("ATSP", true)]
    [InlineData("OP", false)]
    public void Routes_on_a_matrix_may_pass_nodes_unless_the_format_defines_tours(string type, bool mayPass) => Assert.Equal(
        mayPass,
        OrienteeringReader.Read(
            $"TYPE: {type}\nDIMENSION: 2\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: FULL_MATRIX\nEDGE_WEIGHT_SECTION\n0 1 2 0",
            "file").MayPass);

    [Fact]
    public void Tsiligirides_starts_at_the_first_and_ends_at_the_second_point()
    {
        var problem = OrienteeringReader.Read(TsiligiridesSet2.Text(15), "set 2");
        Assert.Equal((21, 0, 1, 15.0, 1), (problem.Count, problem.Start, problem.End, problem.Limit, problem.Agents));
        Assert.Equal(450, problem.Score.Sum());
        Assert.Equal(Math.Sqrt((0.4 * 0.4) + (1.5 * 1.5)), problem.Between(0, 1), 1e-12);
    }

    [Fact]
    public void A_team_instance_starts_at_the_first_and_ends_at_the_last_point()
    {
        var problem = OrienteeringReader.Read("n 3\nm 2\ntmax 7.5\n0 0 0\n1 0 10\n3 4 0\n", "team");
        Assert.Equal((3, 0, 2, 7.5, 2), (problem.Count, problem.Start, problem.End, problem.Limit, problem.Agents));
        Assert.Equal(5, problem.Between(0, 2));
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("hello", 1, "no keyword")]
    [InlineData("15\n1 2 3", 1, "two")]
    [InlineData("15 1\n1 2", 2, "three")]
    [InlineData("15 1\n1 2 x\n", 2, "number")]
    [InlineData("15 1\n1 2 -3\n2 2 2", 2, "below 0")]
    [InlineData("-15 1\n1 2 3\n2 2 2", 1, "below 0")]
    [InlineData("15 1\n1 2 3\n", 3, "A start and an end")]
    [InlineData("n 3\nm 1\ntmax 5\n0 0 0\n1 1 1", 5, "there are 2 points")]
    [InlineData("n 3\nmm 1\ntmax 5", 2, "\"m\"")]
    [InlineData("TYPE: CVRP", 1, "CVRP")]
    [InlineData("DIMENSION: 0", 1, "outside")]
    [InlineData("NODE_COORD_SECTION\n1 2 3", 1, "before DIMENSION")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n1 0 0", 5, "twice")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n3 0 0", 5, "outside 1 to 2")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0", 4, "ends")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EUC_2D\nEOF", 2, "NODE_COORD_SECTION is missing")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: XRAY1\nEOF", 2, "XRAY1")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_SECTION\n1", 3, "EDGE_WEIGHT_FORMAT is missing")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 1 1\nDEPOT_SECTION\n1\n2\n-1", 8, "more than one depot")]
    [InlineData("DIMENSION: 2\nFOO: 3", 2, "FOO")]
    [InlineData("DIMENSION :\n", 1, "DIMENSION has no value")]
    [InlineData("DIMENSION: 3\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 0 3\n3 4 3\n4 4 0\nEOF", 7, "has 4 nodes, but DIMENSION (line 1) is 3")]
    [InlineData("DIMENSION: 3\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 0 3\nEOF", 6, "has 2 nodes, but DIMENSION (line 1) is 3")]
    [InlineData("DIMENSION: 2\nNODE_SCORE_SECTION\n1 0\n2 0\n3 1\nDEPOT_SECTION\n1\n-1", 5, "NODE_SCORE_SECTION has 3 nodes")]
    [InlineData("DIMENSION: 2\nNODE_SCORE_SECTION\n1 0\n2\n", 4, "a node and its score")]
    [InlineData("DIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: UPPER_ROW\nEDGE_WEIGHT_SECTION\n1 2 3 4 5 6\nEOF", 5, "has 6 weights, but UPPER_ROW takes 3")]
    [InlineData("DIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: UPPER_ROW\nEDGE_WEIGHT_SECTION\n1 2 3 4 5 6\nEOF", 5, "UPPER_DIAG_ROW")]
    [InlineData("DIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: FULL_MATRIX\nEDGE_WEIGHT_SECTION\n0 2 3\n4 0\nDEPOT_SECTION", 7, "has 5 weights, but FULL_MATRIX takes 9")]
    [InlineData("DIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: FULL_MATRIX\nEDGE_WEIGHT_SECTION\n0 2 3\n4 0 -2\n1 1 1", 6, "below 0")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0 1\n2 1 1 1\nEOF", 3, "which takes 2 coordinates")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EUC_3D\nNODE_COORD_SECTION\n1 0 0 1\n2 1 1\nEOF", 3, "node 2 has 2")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0 1 4\n2 1 1 1\nEOF", 4, "two or three coordinates")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 1 x1\nEOF", 5, "\"x1\"")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 1 1\nDIMENSION: 3\nEOF", 6, "DIMENSION is there twice: it is on line 1")]
    [InlineData("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 1 1\nNODE_COORD_SECTION\n1 0 0\n2 1 1", 6, "NODE_COORD_SECTION is there twice")]
    public void A_mistake_is_named_with_its_line(string text, int line, string what)
    {
        var problem = Assert.Throws<InstanceException>(() => OrienteeringReader.Read(text, "file"));
        Assert.Contains(what, problem.Message, StringComparison.Ordinal);
        Assert.Equal(line, problem.Line);
        Assert.True(problem.Column >= 1);
    }

    [Fact]
    public void Whatever_the_text_it_is_read_or_refused()
    {
        var random = new Xoshiro256(7);
        for (var i = 0; i < 2000; i++)
        {
            var text = (i % 2 == 0 ? Oplib : TsiligiridesSet2.Text(20)).ToCharArray();
            for (var k = 0; k < 1 + (int)(random.NextDouble() * 5); k++)
            {
                text[(int)(random.NextDouble() * text.Length)] = (char)(random.NextDouble() < 0.5
                        ? 32 + (int)(random.NextDouble() * 95)
                        : (int)(random.NextDouble() * 32));
            }

            try
            {
                Assert.True(OrienteeringReader.Read(new string(text), "fuzz").Count > 0);
            }
            catch (InstanceException refused)
            {
                Assert.NotEmpty(refused.Next);
            }
        }
    }
}
