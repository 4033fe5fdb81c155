using System.Text;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Wire;

public sealed class Utf8Tests
{
    [Theory]
    [InlineData("")]
    [InlineData("lab")]
    [InlineData("Café Zürich")]
    [InlineData("网络")]
    [InlineData("🚜 farm 𝒳")]
    public void Text_goes_out_and_comes_back_as_the_librarys(string text)
    {
        var bytes = new byte[64];
        var end = Utf8.Put(bytes, 0, text);
        Assert.Equal(Encoding.UTF8.GetBytes(text), bytes[..end]);
        Assert.Equal(end, Utf8.ByteCount(text));
        Assert.Equal(text, Utf8.Get(bytes, 0, end));
    }

    [Fact]
    public void What_does_not_fit_is_not_begun()
    {
        var bytes = new byte[4];
        Assert.Equal(-1, Utf8.Put(bytes, 0, "Café"));
        Assert.Equal(-1, Utf8.Put(bytes, -1, "a"));
        Assert.Equal(new byte[4], bytes);
    }

    // Any bytes: valid ones as the library reads them, all others visibly none, and never an exception.
    [Fact]
    public void Any_bytes_are_read()
    {
        var random = new Xoshiro256(8);
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        byte[] bait = [0x61, 0x7F, 0x80, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF, 0xA0, 0x9F, 0x90, 0x8F, 0x0A];
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[(int)(random.NextDouble() * 6)];
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = bait[(int)(random.NextDouble() * bait.Length)];
            var read = Utf8.Get(bytes, 0, bytes.Length);
            string? expected = null;
            try
            {
                expected = strict.GetString(bytes);
            }
            catch (ArgumentException)
            {
                Assert.Contains(Utf8.NoCharacter, read);
            }

            if (expected is not null)
                Assert.Equal(string.Concat(expected.Select(c => c is < ' ' or '\u007f' ? Utf8.NoCharacter : c)), read);
        }
    }
}
