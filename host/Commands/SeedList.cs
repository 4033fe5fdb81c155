using System.Globalization;

namespace MultiAgentEdge.Host.Commands;

/// <summary>Several seeds as one option.</summary>
public static class SeedList
{
    private const int Most = 1000;

    /// <param name="text">1..4, or 1,3,7.</param>
    /// <param name="verb">Whose help says more, such as "bench route".</param>
    /// <exception cref="MaeException">Neither.</exception>
    public static IReadOnlyList<int> Parse(string text, string verb)
    {
        var ends = text.Split("..");
        if (ends.Length == 2 && TryNumber(ends[0], out var first) && TryNumber(ends[1], out var last) && last >= first
            && last - first < Most)
            return [.. Enumerable.Range(first, last - first + 1)];
        var numbers = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!TryNumber(part, out var number) || numbers.Contains(number))
            {
                throw new MaeException(
                    ExitCode.Usage,
                    "MAE002",
                    $"--seeds takes a range such as 1..4 or different numbers such as 1,3,7, not \"{text}\".",
                    $"Type: mae {verb} --help");
            }


            numbers.Add(number);
        }

        return numbers;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
