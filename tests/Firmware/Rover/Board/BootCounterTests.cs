using MultiAgentEdge.Firmware;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Firmware.Board;

public class BootCounterTests
{
    private readonly TestFile file = new();

    [Fact]
    public void Every_boot_has_the_next_number()
    {
        Assert.Equal([1u, 2u, 3u], new[] { Next(out _), Next(out _), Next(out var stored) });
        Assert.True(stored);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_number_that_could_not_be_kept_is_reported(bool fails, bool lies)
    {
        Next(out _);
        (file.Fails, file.Lies) = (fails, lies);

        Assert.Equal(2u, Next(out var stored));
        Assert.False(stored);
        Assert.Equal(2u, Next(out stored));
        Assert.False(stored);
    }

    [Fact]
    public void A_lost_or_damaged_file_begins_with_one_and_so_does_the_end_of_the_numbers()
    {
        file.Bytes = [1, 2, 3];
        Assert.Equal(1u, Next(out _));
        file.Bytes = new byte[8];
        Bytes.PutU32(file.Bytes, 0, uint.MaxValue);
        Bytes.PutU32(file.Bytes, 4, Crc32.Compute(file.Bytes, 0, 4));
        Assert.Equal(1u, Next(out var stored));
        Assert.True(stored);
        Assert.Equal(2u, BootCounter.Next(file));
    }

    private uint Next(out bool stored) => BootCounter.Next(file, out stored);
}
