using System.Text.Json;
using MultiAgentEdge.Host.Bench;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Worlds;

public sealed class JsonPlaceTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("{\"a\": 1,}", 1, 9)]
    [InlineData("{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3)]
    [InlineData("{\r\n\t\"é\": tru }", 2, 10)]
    [InlineData("\uFEFF{\"a\": x}", 1, 7)]
    public void The_place_is_an_editors(string text, int line, int column)
    {
        File.WriteAllText(path, text);
        using var stream = File.OpenRead(path);
        var error = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(stream));
        Assert.StartsWith($"{path}:{line}:{column}: ", JsonPlace.Of(path, error), StringComparison.Ordinal);
    }

    // Loose numbers are put in quotes before they are read: the file has none.
    [Fact]
    public void A_change_before_the_reading_moves_no_place()
    {
        File.WriteAllText(path, "{\"n\": 1,\n \"f\": [NaN, -Infinity, x]}");
        var refused = Assert.Throws<MaeException>(() => QpProblemReader.Read(path));
        Assert.StartsWith($"{path}:2:24: ", refused.What, StringComparison.Ordinal);
    }
}
