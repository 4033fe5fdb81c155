using System.Buffers;
using System.Text;

namespace MultiAgentEdge.Host.Bench;

/// <summary>
/// NaN, Infinity and -Infinity as many programs write them into JSON, which has no such numbers: they are put in quotes before the parser
/// sees them.
/// </summary>
public static class LooseNumbers
{
    private static readonly byte[][] Words = [.. new[] { "NaN", "-Infinity", "Infinity", "-NaN" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>The byte of a line that became the given one of the quoted line.</summary>
    public static int Original(byte[] line, int quoted)
    {
        int at = 0;
        while (at < line.Length && Quote(line[..(at + 1)]).Length <= quoted)
            at++;
        return at;
    }

    public static ReadOnlyMemory<byte> Quote(byte[] json)
    {
        var quoted = new ArrayBufferWriter<byte>(json.Length + 16);
        bool inString = false;
        int kept = 0;
        for (int i = 0; i < json.Length; i++)
        {
            if (inString && json[i] == (byte)'\\')
            {
                i++;
            }
            else if (json[i] == (byte)'"')
            {
                inString = !inString;
            }
            else if (!inString && json[i] is (byte)'N' or (byte)'I' or (byte)'-'
                && Array.Find(Words, word => json.AsSpan(i).StartsWith(word)) is { } found)
            {
                quoted.Write(json.AsSpan(kept, i - kept));
                quoted.Write("\""u8);
                quoted.Write(found);
                quoted.Write("\""u8);
                i += found.Length - 1;
                kept = i + 1;
            }
        }

        quoted.Write(json.AsSpan(kept));
        return quoted.WrittenMemory;
    }

    public static bool TryParse(string text, out double value)
    {
        value = text == "Infinity" ? double.PositiveInfinity : text == "-Infinity" ? double.NegativeInfinity : double.NaN;
        return text is "NaN" or "-NaN" or "Infinity" or "-Infinity";
    }
}
