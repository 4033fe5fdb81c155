using MultiAgentEdge.Security;

namespace MultiAgentEdge.Tests.Shared.Security;

public sealed class SipHashTests
{
    /// <summary>Aumasson and Bernstein 2012, appendix A: key 00..0f, message 00..0e; and the first of the authors' vectors (0 to 16
    /// bytes).</summary>
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31UL)]
    [InlineData(1, 0x74f839c593dc67fdUL)]
    [InlineData(7, 0xab0200f58b01d137UL)]
    [InlineData(8, 0x93f5f5799a932462UL)]
    [InlineData(15, 0xa129ca6149be45e5UL)]
    [InlineData(16, 0x3f2acc7f57c29bdbUL)]
    public void Is_the_function_of_its_paper(int count, ulong expected)
    {
        var hash = new SipHash();
        byte[] bytes = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        hash.SetKey(bytes, 0);
        Assert.Equal(expected, hash.Compute(bytes, 0, count));
        byte[] shifted = [9, 9, 9, .. bytes[..count], 7];
        Assert.Equal(expected, hash.Compute(shifted, 3, count));
    }
}
