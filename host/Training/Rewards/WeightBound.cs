using System.Globalization;

namespace MultiAgentEdge.Host.Training.Rewards;

/// <summary>What one weight of the reward has to keep to.</summary>
/// <param name="Weight">gamma, k_p, k_g or k_c.</param>
/// <param name="Equation">Of paper S2, such as "(15)".</param>
/// <param name="Lower">Minus infinity for none.</param>
/// <param name="Upper">Infinity for none.</param>
/// <param name="LowerIsAllowed">Whether the weight may equal the bound.</param>
/// <param name="UpperIsAllowed">Whether the weight may equal the bound.</param>
/// <param name="Formula">How the numbers come about.</param>
/// <param name="Reason">One sentence: what goes wrong outside.</param>
public sealed record WeightBound(
    string Weight, string Equation, double Lower, bool LowerIsAllowed, double Upper, bool UpperIsAllowed, string Formula, string Reason)
{
    public bool Holds(double value) =>
        (LowerIsAllowed ? value >= Lower : value > Lower) && (UpperIsAllowed ? value <= Upper : value < Upper);

    /// <summary>Such as "-0.1333 &lt; k_c &lt; 0": rounded inwards, so that a printed bound that is typed back holds.</summary>
    public string Range
    {
        get
        {
            if (Lower == Upper)
                return $"{Weight} = {Text(Lower)}";
            var left = double.IsInfinity(Lower) ? "" : $"{NotBelow(Lower)} {(LowerIsAllowed ? "<=" : "<")} ";
            var right = double.IsInfinity(Upper) ? "" : $" {(UpperIsAllowed ? "<=" : "<")} {NotAbove(Upper)}";
            return left + Weight + right;
        }
    }

    /// <summary>Four significant digits, more where a short number has them.</summary>
    public static string Text(double value) => (value + 0.0).ToString("G4", CultureInfo.InvariantCulture); // + 0.0: no -0

    /// <summary>As <see cref="Text"/>, never less than the value.</summary>
    public static string NotBelow(double value) => Rounded(value, 1.0);

    /// <summary>As <see cref="Text"/>, never more than the value.</summary>
    public static string NotAbove(double value) => Rounded(value, -1.0);

    private static string Rounded(double value, double direction)
    {
        var shown = double.Parse(Text(value), CultureInfo.InvariantCulture);
        if (value == 0.0 || (shown - value) * direction >= 0.0)
            return Text(value);
        return Text(shown + (direction * Math.Pow(10.0, Math.Floor(Math.Log10(Math.Abs(value))) - 3.0)));
    }
}
