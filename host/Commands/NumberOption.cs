using System.CommandLine.Parsing;
using System.CommandLine;
using System.Globalization;

namespace MultiAgentEdge.Host.Commands;

/// <summary>Options that take a number within bounds, and say the bounds when it is not.</summary>
public static class NumberOption
{
    /// <summary>Null where the option is not given.</summary>
    public static Option<double?> Double(string name, string description, double min, double max, string unit = "NUMBER") => new(name)
    {
        Description = description,
        HelpName = unit,
        CustomParser = result =>
        {
            var fits = double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value >= min && value <= max;
            return fits
                ? value
                : Refuse<double?>(
                    result, name,
                    min > double.MinValue ? string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}") : "a number");
        },
    };

    /// <summary>Null where the option is not given.</summary>
    public static Option<int?> Int(string name, string description, int min, int max) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var fits = int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                && value >= min && value <= max;
            return fits ? value : Refuse<int?>(result, name, $"a whole number from {min} to {max}");
        },
    };

    private static T? Refuse<T>(ArgumentResult result, string name, string wanted)
    {
        result.AddError($"{name} takes {wanted}, not \"{result.Tokens[0].Value}\".");
        return default;
    }
}
