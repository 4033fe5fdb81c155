using System.Text;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Shared.Wire;

public class Crc32Tests
{
    // Check values of the CRC catalogue (CRC-32/ISO-HDLC) and zlib.
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Compute_gives_the_published_check_values(string text, uint expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(expected, Crc32.Compute(bytes, 0, bytes.Length));
    }

    [Fact]
    public void Update_continues_wherever_the_bytes_are_split()
    {
        byte[] bytes = new byte[67];
        new Random(1).NextBytes(bytes);
        uint whole = Crc32.Compute(bytes, 0, bytes.Length);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            uint first = Crc32.Compute(bytes, 0, cut);
            Assert.Equal(whole, Crc32.Update(first, bytes, cut, bytes.Length - cut));
        }
    }
}
