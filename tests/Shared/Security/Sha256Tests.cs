using System.Security.Cryptography;
using System.Text;
using MultiAgentEdge.Security;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Security;

public class Sha256Tests
{
    // FIPS 180-4 examples (NIST CSRC, "SHA-256").
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void Published_examples_have_their_published_digests(string text, string digest)
    {
        Assert.Equal(digest, Convert.ToHexStringLower(Digest(new Sha256(), Encoding.ASCII.GetBytes(text))));
    }

    [Fact]
    public void Random_bytes_of_every_length_have_the_digest_that_the_platform_computes()
    {
        var random = new Random(1);
        var sha = new Sha256();
        for (int length = 0; length <= 300; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.Equal(SHA256.HashData(bytes), Digest(sha, bytes));
        }
    }

    [Fact]
    public void The_pieces_do_not_matter()
    {
        byte[] bytes = new byte[200];
        new Random(2).NextBytes(bytes);
        byte[] expected = SHA256.HashData(bytes);
        var sha = new Sha256();
        for (int first = 0; first <= bytes.Length; first++)
        {
            int second = (bytes.Length - first) / 2;
            sha.Append(bytes, 0, first);
            sha.Append(bytes, first, second);
            sha.Append(bytes, first + second, bytes.Length - first - second);
            byte[] digest = new byte[Sha256.DigestBytes];
            sha.Finish(digest, 0);
            Assert.Equal(expected, digest);
        }
    }

    [Fact]
    public void Nothing_is_allocated_after_construction()
    {
        var sha = new Sha256();
        byte[] bytes = new byte[1000];
        byte[] digest = new byte[Sha256.DigestBytes];
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                sha.Append(bytes, 0, bytes.Length);
                sha.Finish(digest, 0);
            }
        }));
    }

    private static byte[] Digest(Sha256 sha, byte[] bytes)
    {
        byte[] digest = new byte[Sha256.DigestBytes];
        sha.Append(bytes, 0, bytes.Length);
        sha.Finish(digest, 0);
        return digest;
    }
}
