using System.Text;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Cli.Inputs;

/// <summary>Texts that are nearly what a person wrote: pieces left out, doubled, moved, exchanged for what is hard to read.</summary>
internal sealed class FuzzedText(ulong seed)
{
    private static readonly string[] Pieces =
    [
        "", " ", "\n", "\t", "\r", "\0", "~", "null", "[]", "{}", "[", "}", "\"", "'", ":", "-", "- ", "#", "&a", "*a", "!!int", "|", ">",
        "%", "@", "`", "?", "---", "...", "<<",
        "1e300", "-1e300", "1e-300", "1e999", "NaN", ".nan", ".inf", "-0", "2147483648", "99999999999999999999", "0x10", "1_0", "1,5",
        "true", "no", "name", "nam", "depot", "\u00e9", "\ud83e\udd16",
        "\ufeff", "\ud800", "EOF", "-1", "0", "1",
    ];

    private readonly Xoshiro256 random = new(seed);

    /// <summary>One to four changes.</summary>
    public string Next(string text)
    {
        for (var left = 1 + random.NextInt32(4); left > 0; left--)
            text = Change(text);
        return text;
    }

    /// <summary>So many bytes of it changed; what is no UTF-8 any more included.</summary>
    public byte[] NextBytes(byte[] bytes)
    {
        var changed = Encoding.UTF8.GetBytes(Next(Encoding.Latin1.GetString(bytes)).Replace("\ud800", "", StringComparison.Ordinal));
        if (changed.Length > 0 && random.NextInt32(2) == 0)
            changed[random.NextInt32(changed.Length)] = (byte)random.NextInt32(256);
        return changed;
    }

    private string Change(string text)
    {
        var (from, to) = (random.NextInt32(text.Length + 1), random.NextInt32(text.Length + 1));
        (from, to) = (Math.Min(from, to), Math.Min(Math.Max(from, to), Math.Min(from, to) + 40));
        var words = text.Split(' ');
        switch (random.NextInt32(6))
        {
            case 0: // left out
                return text[..from] + text[to..];
            case 1: // doubled
                return text[..to] + text[from..];
            case 2: // put in
                return text[..from] + Pieces[random.NextInt32(Pieces.Length)] + text[from..];
            case 3: // a line doubled, or moved
                var lines = text.Split('\n');
                lines[random.NextInt32(lines.Length)] = lines[random.NextInt32(lines.Length)];
                return string.Join('\n', lines);
            default: // a word exchanged
                words[random.NextInt32(words.Length)] = Pieces[random.NextInt32(Pieces.Length)];
                return string.Join(' ', words);
        }
    }
}
