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
        foreach (var raw in text.Split('\n'))
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

    /// <summary>Words that are still to come.</summary>
    public int Left => tokens.Count - at;

    public bool AtEnd => at >= tokens.Count;

    public InstanceToken Peek() => AtEnd ? new InstanceToken("", LastLine, 1) : tokens[at];

    /// <exception cref="InstanceException">The file ends here.</exception>
    public InstanceToken Next(string what) => AtEnd ? throw new InstanceException(LastLine, 1, $"The file ends where {what} is expected.", "Is it cut off?") : tokens[at++];

    /// <summary>The words of the line that the next word stands on.</summary>
    public List<InstanceToken> Line()
    {
        var words = new List<InstanceToken>();
        while (!AtEnd && (words.Count == 0 || tokens[at].Line == words[0].Line))
            words.Add(tokens[at++]);
        return words;
    }

    private static bool IsBreak(char c, string separators) => char.IsWhiteSpace(c) || separators.Contains(c);
}
