using System.Globalization;

namespace MultiAgentEdge.Host.Worlds;

/// <summary>A word of an instance file and where it stands.</summary>
internal readonly record struct InstanceToken(string Text, int Line, int Column)
{
    public double Number(string what, double min = double.NegativeInfinity)
    {
        if (!double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            throw Error($"{what} takes a number, not \"{Short}\".", "Correct it.");
        return value >= min
            ? value
            : throw Error(
                FormattableString.Invariant($"{what} is {value}, below {min}."), FormattableString.Invariant($"Write {min} or more."));
    }

    public int Integer(string what, int min, int max)
    {
        if (!int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw Error($"{what} takes a whole number, not \"{Short}\".", "Correct it.");
        return value >= min && value <= max ? value : throw Error($"{what} is {value}, outside {min} to {max}.", $"Write {min} to {max}.");
    }

    public InstanceException Error(string what, string next) => new(Line, Column, what, next);

    private string Short => Text.Length <= 40 ? Text : Text[..40] + "...";
}
