namespace MultiAgentEdge.Host.Worlds;

/// <summary>
/// Reads the public formats of the (team) orienteering problem: OPLib (.oplib, and TSPLIB, which it extends), the text of Tsiligirides' and
/// Chao's sets ("Tmax P", then x y score; start first, end second) and of Chao's team sets ("n", "m", "tmax", then x y score; start first,
/// end last).
/// </summary>
public static class OrienteeringReader
{
    /// <summary>Largest instance: its costs are kept as a full matrix.</summary>
    public const int MaxNodes = 8000;

    /// <param name="fallbackName">Name where the file has none.</param>
    /// <exception cref="InstanceException">It cannot be understood.</exception>
    public static OrienteeringProblem Read(string text, string fallbackName)
    {
        var words = new InstanceTokens(text, "");
        if (words.AtEnd)
            throw new InstanceException(1, 1, "The file is empty.", "Is this the right file?");
        var first = words.Peek();
        if (IsNumber(first.Text))
            return ScoredPoints.ReadTsiligirides(words, fallbackName);
        return first.Text is "n" or "N"
            ? ScoredPoints.ReadTeam(words, fallbackName)
            : TspLibReader.Read(new InstanceTokens(text, ":"), fallbackName);
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);
}
