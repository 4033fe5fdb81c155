using System.Security.Cryptography;
using System.Text;

namespace MultiAgentEdge.Host.Fleet.Adoption;

/// <summary>The secret on a rover's label: 16 characters of Crockford's base 32, 80 random bits, in groups of four. Nobody can try them
/// out, neither at the rover nor from what went over the network.</summary>
public static class LabelCode
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 16;

    public static string New() => Text(RandomNumberGenerator.GetString(Digits, Length));

    /// <summary>The rover's key while nobody has adopted it, 32 bytes; null where this is no code. Small letters, blanks and hyphens do not
    /// matter, nor whether an O is written for a zero or an I or L for a one.</summary>
    public static byte[]? KeyOf(string code)
    {
        var plain = new string([.. code.ToUpperInvariant().Where(c => c is not '-' and not ' ').Select(
            c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c })]);
        return plain.Length == Length && plain.All(c => Digits.Contains(c, StringComparison.Ordinal))
            ? HMACSHA256.HashData(Encoding.ASCII.GetBytes(plain), "mae/1/label"u8)
            : null;
    }

    private static string Text(string plain) => string.Join('-', plain.Chunk(4).Select(group => new string(group)));
}
