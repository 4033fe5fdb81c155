using MultiAgentEdge.Security;

namespace MultiAgentEdge.Tests.Shared.Security;

public class FixedTimeTests
{
    [Fact]
    public void One_bit_anywhere_makes_a_difference_and_bytes_behind_the_count_make_none()
    {
        byte[] a = new byte[33];
        new Random(4).NextBytes(a);
        Assert.True(FixedTime.AreEqual(a, (byte[])a.Clone(), 33));
        for (int bit = 0; bit < 33 * 8; bit++)
        {
            byte[] b = (byte[])a.Clone();
            b[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(bit >= 32 * 8, FixedTime.AreEqual(a, b, 32));
        }
    }
}
