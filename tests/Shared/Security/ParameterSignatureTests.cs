using System.Security.Cryptography;
using System.Text;
using MultiAgentEdge.Security;
using MultiAgentEdge.Tests.Shared.Parameters;
using MultiAgentEdge.Wire;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Security;

public class ParameterSignatureTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] Set = TestSets.Build(7, 100);

    [Fact]
    public void The_signature_is_the_platforms_HMAC_over_domain_names_and_everything_before_it()
    {
        var desired = Signed();
        byte[] payload = new byte[DesiredFrame.PayloadBytes];
        desired.Write(payload, 0);
        var place = Encoding.ASCII.GetBytes("mae/1/param/desired\0f\0rover-1\0");
        byte[] message = [.. place, 3, 0, 0, 0, 4, 0, 0, 0, .. payload[..DesiredFrame.SignedBytes]];
        Assert.Equal(SHA256.HashData(Set), desired.Digest);
        Assert.Equal(HMACSHA256.HashData(Key, message), desired.Signature);
    }

    [Fact]
    public void Every_flipped_bit_of_the_announcement_is_noticed()
    {
        var signature = new ParameterSignature(Key, "f", "rover-1");
        byte[] payload = new byte[DesiredFrame.PayloadBytes];
        Signed().Write(payload, 0);
        var read = new DesiredFrame();
        Assert.True(read.TryRead(payload, 0, payload.Length) && signature.IsSignatureOf(read, 3, 4));
        for (int bit = 0; bit < 8 * payload.Length; bit++)
        {
            payload[bit / 8] ^= (byte)(1 << (bit % 8));
            if (read.TryRead(payload, 0, payload.Length))
                Assert.False(signature.IsSignatureOf(read, 3, 4), $"bit {bit}");
            payload[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Under_another_number_it_is_none()
    {
        var signature = new ParameterSignature(Key, "f", "rover-1");
        Assert.True(signature.IsSignatureOf(Signed(), 3, 4));
        foreach (var (epoch, sequence) in new[] { (uint.MaxValue, 4u), (3u, 5u), (4u, 3u) })
            Assert.False(signature.IsSignatureOf(Signed(), epoch, sequence));
    }

    [Fact]
    public void Every_flipped_bit_of_the_set_is_noticed()
    {
        var signature = new ParameterSignature(Key, "f", "rover-1");
        var desired = Signed();
        byte[] set = (byte[])Set.Clone();
        Assert.True(signature.IsSetOf(desired, new BytesOf(set)));
        Assert.False(signature.IsSetOf(desired, new BytesOf(set[..^1])));
        for (int bit = 0; bit < 8 * set.Length; bit++)
        {
            set[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(signature.IsSetOf(desired, new BytesOf(set)), $"bit {bit}");
            set[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("f", "rover-2")]
    [InlineData("g", "rover-1")]
    [InlineData("frover-1", "")]
    public void A_signature_for_another_rover_or_fleet_is_none(string fleet, string rover)
    {
        Assert.False(new ParameterSignature(Key, fleet, rover).IsSignatureOf(Signed(), 3, 4));
    }

    [Fact]
    public void A_signature_under_another_key_is_none()
    {
        byte[] other = (byte[])Key.Clone();
        other[31] ^= 1;
        Assert.False(new ParameterSignature(other, "f", "rover-1").IsSignatureOf(Signed(), 3, 4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_another_length_is_a_programming_error(int length)
    {
        Assert.Throws<ArgumentException>(() => new ParameterSignature(new byte[length], "f", "r"));
    }

    [Fact]
    public void Nothing_is_allocated_after_construction()
    {
        var signature = new ParameterSignature(Key, "f", "rover-1");
        var desired = Signed();
        var bytes = new BytesOf(Set);
        bool all = true;
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                signature.Sign(desired, Set, Set.Length, 3, 4);
                all &= signature.IsSignatureOf(desired, 3, 4) && signature.IsSetOf(desired, bytes);
            }
        }));
        Assert.True(all);
    }

    private static DesiredFrame Signed()
    {
        var desired = new DesiredFrame
        {
            Version = 7,
            ByteCount = Set.Length,
            Crc32 = BitConverter.ToUInt32(Set, Set.Length - 4),
            ChunkBytes = 64,
            Flags = DesiredFrame.AllowRollback,
            RollbackFrom = 9,
            ActivateAtTick = 12,
        };
        new ParameterSignature(Key, "f", "rover-1").Sign(desired, Set, Set.Length, 3, 4);
        return desired;
    }
}
