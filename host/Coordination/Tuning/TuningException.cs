namespace MultiAgentEdge.Host.Coordination.Tuning;

/// <summary>A change that is not made: code, what, next step.</summary>
public sealed class TuningException(string code, string what, string next) : Exception($"{code} {what} {next}")
{
    public string Code { get; } = code;

    public string What { get; } = what;

    public string Next { get; } = next;

    /// <summary>MAE330.</summary>
    public static TuningException Unknown(string what, string next) => new("MAE330", what, next);

    /// <summary>MAE331.</summary>
    public static TuningException Fixed(string name, string instead) =>
        new("MAE331", $"{name} cannot be turned on a set that rovers have.", instead);

    /// <summary>MAE332.</summary>
    public static TuningException Wrong(string what, string next) => new("MAE332", what, next);

    /// <summary>MAE333.</summary>
    public static TuningException NoController(string what, string next) => new("MAE333", what, next);

    /// <summary>MAE334.</summary>
    public static TuningException NotNow(
        string what = "Another set is on its way to the rovers.", string next = "Try again in a moment.") => new("MAE334", what, next);
}
