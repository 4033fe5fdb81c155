using System.Text;
using MultiAgentEdge.Security;

namespace MultiAgentEdge.Tests.Shared.Security;

public class SealedTextTests
{
    private const string Text = "fleet=lab\nname=rover-4\nparameter_key=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void What_was_sealed_opens_for_the_same_receiver_in_the_same_life()
    {
        var message = Sealed();
        Assert.DoesNotContain("rover-4", Encoding.ASCII.GetString(message), StringComparison.Ordinal);

        Assert.Equal(Text.Length, new SealedText(Key, "new-1", 7, 3).TryOpen(message, message.Length));
        Assert.Equal(Text, Encoding.ASCII.GetString(message, SealedText.NonceBytes, Text.Length));
    }

    [Fact]
    public void It_opens_for_no_other_key_receiver_or_life()
    {
        byte[] other = [.. Key];
        other[31] ^= 1;
        SealedText[] strangers =
            [new(other, "new-1", 7, 3), new(Key, "new-2", 7, 3), new(Key, "new-1", 8, 3), new(Key, "new-1", 7, 4)];
        Assert.All(strangers, stranger => Assert.Equal(-1, stranger.TryOpen(Sealed(), Sealed().Length)));
    }

    [Fact]
    public void A_changed_bit_anywhere_or_a_missing_byte_closes_it()
    {
        for (var bit = 0; bit < 8 * Sealed().Length; bit++)
        {
            var message = Sealed();
            message[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(-1, new SealedText(Key, "new-1", 7, 3).TryOpen(message, message.Length));
        }

        for (var length = 0; length < Sealed().Length; length++)
            Assert.Equal(-1, new SealedText(Key, "new-1", 7, 3).TryOpen(Sealed(), length));
    }

    // Its stream is as long as the text: a repeated block would show where the text repeats itself.
    [Fact]
    public void Equal_blocks_of_a_text_are_not_equal_when_sealed()
    {
        var message = new byte[SealedText.OverheadBytes + 96];
        new SealedText(Key, "new-1", 7, 3).Seal(message, 96);
        var blocks = message.AsSpan(SealedText.NonceBytes, 96).ToArray().Chunk(32).Select(Convert.ToHexString).ToList();
        Assert.Equal(3, blocks.Distinct().Count());
    }

    private static byte[] Sealed()
    {
        var message = new byte[SealedText.OverheadBytes + Text.Length];
        for (var i = 0; i < SealedText.NonceBytes; i++)
            message[i] = (byte)(200 - i);
        Encoding.ASCII.GetBytes(Text).CopyTo(message, SealedText.NonceBytes);
        Assert.Equal(message.Length, new SealedText(Key, "new-1", 7, 3).Seal(message, Text.Length));
        return message;
    }
}
