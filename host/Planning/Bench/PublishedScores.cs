using System.Globalization;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Scores that others published for instances, as they lie beside them: NAME.sol of OPLib with a ROUTE_SCORE, or a line "NAME SCORE" in
/// <see cref="ListName"/> of the same folder, where "#" begins a comment.
/// </summary>
public static class PublishedScores
{
    public const string ListName = "best_known.txt";

    /// <summary>Null: none is there.</summary>
    /// <exception cref="FormatException">A file is there, but its score is no number; says where.</exception>
    public static double? Of(string instance)
    {
        var solution = Path.ChangeExtension(instance, ".sol");
        if (File.Exists(solution))
            return Find(solution, ':', "ROUTE_SCORE");
        var list = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(instance))!, ListName);
        return File.Exists(list) ? Find(list, ' ', Path.GetFileNameWithoutExtension(instance)) : null;
    }

    private static double? Find(string file, char separator, string key)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            var parts = line.Split('#')[0].Replace('\t', ' ').Trim().Split(separator, 2, StringSplitOptions.TrimEntries);
            if (parts[0] != key)
                continue;
            var isNumber = double.TryParse(parts[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var score);
            return parts.Length == 2 && isNumber && double.IsFinite(score)
                ? score
                : throw new FormatException($"{file}:{number}: {key} has no score.");
        }

        return null;
    }
}
