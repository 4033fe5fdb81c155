using System.Security.Cryptography;
using MultiAgentEdge.Security;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Security;

public class HmacSha256Tests
{
    // RFC 4231, section 4, cases 1 to 7; the fifth prints the first 128 bits only.
    public static TheoryData<string, string, string> Rfc4231 => new()
    {
        { Repeat("0b", 20), "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
        { "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
        { Repeat("aa", 20), Repeat("dd", 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
        { "0102030405060708090a0b0c0d0e0f10111213141516171819", Repeat("cd", 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b" },
        { Repeat("0c", 20), "546573742057697468205472756e636174696f6e", "a3b6167473100ee06e0c796c2955552b" },
        {
            Repeat("aa", 131),
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        },
        {
            Repeat("aa", 131),
            "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e642061206c6172676572207468616e20"
                + "626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062792074"
                + "686520484d414320616c676f726974686d2e",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        },
    };

    [Theory, MemberData(nameof(Rfc4231))]
    public void The_cases_of_RFC_4231_have_their_published_codes(string key, string data, string code)
    {
        byte[] computed = Code(new HmacSha256(Convert.FromHexString(key)), Convert.FromHexString(data));
        Assert.Equal(code, Convert.ToHexStringLower(computed)[..code.Length]);
    }

    [Fact]
    public void Random_keys_and_bytes_of_every_length_have_the_code_that_the_platform_computes()
    {
        var random = new Random(3);
        for (int length = 0; length <= 300; length++)
        {
            byte[] key = new byte[length % 151];
            byte[] bytes = new byte[length];
            random.NextBytes(key);
            random.NextBytes(bytes);
            var hmac = new HmacSha256(key);
            byte[] expected = HMACSHA256.HashData(key, bytes);
            Assert.Equal(expected, Code(hmac, bytes));
            Assert.Equal(expected, Code(hmac, bytes));
        }
    }

    [Fact]
    public void Nothing_is_allocated_after_construction()
    {
        var hmac = new HmacSha256(new byte[32]);
        byte[] bytes = new byte[200];
        byte[] code = new byte[32];
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                hmac.Append(bytes, 0, bytes.Length);
                hmac.Finish(code, 0);
            }
        }));
    }

    private static byte[] Code(HmacSha256 hmac, byte[] bytes)
    {
        byte[] code = new byte[32];
        hmac.Append(bytes, 0, bytes.Length);
        hmac.Finish(code, 0);
        return code;
    }

    private static string Repeat(string digits, int count) => string.Concat(Enumerable.Repeat(digits, count));
}
