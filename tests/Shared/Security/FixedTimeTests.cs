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

    [Fact]
    public void From_an_offset_on()
    {
        Assert.True(FixedTime.AreEqual([1, 2], [9, 9, 1, 2], 2, 2));
        Assert.False(FixedTime.AreEqual([1, 2], [1, 2, 1, 3], 2, 2));
    }
}
