using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Tests.Host.Telemetry;

public sealed class CsvTableTests
{
    [Fact]
    public void Numbers_read_back_as_the_same_double_and_text_is_quoted_where_it_must_be()
    {
        var text = CsvTable.Text(["a_m", "b", "c"], [[0.1 + 0.2, "say \"hi\", twice", 7u], [double.NaN, "two\nlines", -0.0]]);
        Assert.Equal("a_m,b,c\n0.30000000000000004,\"say \"\"hi\"\", twice\",7\n,\"two\nlines\",-0\n", text);
    }

    [Fact]
    public void The_header_comes_once_and_alone_where_there_are_no_rows()
    {
        using var writer = new StringWriter();
        var table = new CsvTable(writer, ["a", "b"]);
        table.Begin();
        table.Begin();
        Assert.Equal("a,b\n", writer.ToString());
        table.Add([1, 2]);
        Assert.Equal("a,b\n1,2\n", writer.ToString());
    }

    [Fact]
    public void A_table_of_numbers_is_read_row_by_row()
    {
        using var reader = new StringReader("a,b\n1,-2e-300\nNaN,3\n");
        var rows = CsvTable.ReadNumbers(reader, out var columns).ToList();
        Assert.Equal(["a", "b"], columns);
        Assert.Equal([[1, -2e-300], [double.NaN, 3]], rows);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "Row 2 has 1 columns, the header 2.")]
    [InlineData("a,b\n1,x\n", "Row 1 has \"x\" in column b, which is no number.")]
    public void A_damaged_row_is_named(string text, string message)
    {
        using var reader = new StringReader(text);
        var error = Assert.Throws<InvalidDataException>(() => CsvTable.ReadNumbers(reader, out _).ToList());
        Assert.Equal(message, error.Message);
    }
}
