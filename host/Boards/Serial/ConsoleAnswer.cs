namespace MultiAgentEdge.Host.Boards;

/// <summary>Finds a console's answer in a line: the word ok or error at its beginning, or behind whatever noise got in before it.</summary>
internal static class ConsoleAnswer
{
    /// <summary>The text behind "ok"; null where there is none in this line.</summary>
    public static string? Ok(string line) => After(line, "ok");

    /// <summary>Why a console refuses; null where it does not.</summary>
    public static string? Error(string line) => After(line, "error");

    // Noise is not letters, digits or blanks: "book 3", an echoed "set name ok" and a log's "wifi: ok" are no answers.
    private static string? After(string line, string word)
    {
        for (var at = line.IndexOf(word, StringComparison.Ordinal); at >= 0; at = line.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !(char.IsAsciiLetterOrDigit(line[at - 1]) || line[at - 1] is ' ' or '"' or '\''))
                && (end == line.Length || line[end] == ' '))
                return end == line.Length ? "" : line[(end + 1)..];
        }

        return null;
    }
}
