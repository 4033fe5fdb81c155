namespace MultiAgentEdge.Host.Worlds;

/// <summary>The words of an instance file, in order.</summary>
internal sealed class InstanceTokens
{
    private readonly List<InstanceToken> tokens = [];
    private int at;

    /// <param name="separators">What parts words besides white space.</param>
    public InstanceTokens(string text, string separators)
    {
        var line = 1;
        var start = 0;
        // Three ways to end a line; and DOS once marked the end of a file by a character.
        foreach (var raw in WithoutEndMark(text).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r'))
        {
            var column = 0;
            while (column < raw.Length)
            {
                start = column;
                while (column < raw.Length && !IsBreak(raw[column], separators))
                    column++;
                if (column > start)
                    tokens.Add(new InstanceToken(raw[start..column], line, start + 1));
                else if (separators.Contains(raw[column]))
                    tokens.Add(new InstanceToken(raw[column++].ToString(), line, column));
                else
                    column++;
            }

            line++;
        }

        LastLine = Math.Max(1, line - 1);
    }

    public int LastLine { get; }

    public bool AtEnd => at >= tokens.Count;

    public InstanceToken Peek() => AtEnd ? new InstanceToken("", LastLine, 1) : tokens[at];

    /// <exception cref="InstanceException">The file ends here.</exception>
    public InstanceToken Next(string what) =>
        AtEnd ? throw new InstanceException(LastLine, 1, $"The file ends where {what} is expected.", "Is it cut off?") : tokens[at++];

    /// <summary>The words of the line that the next word stands on.</summary>
    public List<InstanceToken> Line()
    {
        var words = new List<InstanceToken>();
        while (!AtEnd && (words.Count == 0 || tokens[at].Line == words[0].Line))
            words.Add(tokens[at++]);
        return words;
    }

    /// <summary>The words before the next TSPLIB keyword: the name of a section, EOF, or a word with a colon behind it.</summary>
    public List<InstanceToken> UntilKeyword()
    {
        var words = new List<InstanceToken>();
        while (!AtEnd && !IsSection(tokens[at]) && (at + 1 >= tokens.Count || tokens[at + 1].Text != ":"))
            words.Add(tokens[at++]);
        return words;
    }

    public static bool IsSection(InstanceToken word) => word.Text == "EOF" || word.Text.EndsWith("_SECTION", StringComparison.Ordinal);

    /// <summary>Behind the mark there is nothing but white space and more of them.</summary>
    private static string WithoutEndMark(string text)
    {
        var end = text.AsSpan().TrimEnd(" \t\r\n\u001a\0").Length;
        var mark = text.AsSpan(end).IndexOfAny('\u001a', '\0');
        return mark < 0 ? text : text[..(end + mark)];
    }

    private static bool IsBreak(char c, string separators) => char.IsWhiteSpace(c) || separators.Contains(c);
}
