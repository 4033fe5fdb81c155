using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Runs;

/// <summary>How long a training is: the option that says so, by whatever it counts.</summary>
/// <param name="Key">In the options of run.json.</param>
/// <param name="Option">On the command line.</param>
/// <param name="Asked">By the command line; null: not.</param>
/// <param name="Default">Of a run whose options do not say.</param>
public sealed record TrainingLength(string Key, string Option, long? Asked, Func<JsonObject, long> Default)
{
    public string Unit => Key.Replace('_', ' ');

    /// <summary>A run's length, as its options say.</summary>
    /// <exception cref="FormatException">They say no length.</exception>
    public long Of(JsonObject options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options[Key] is not { } said)
            return Default(options);
        return said is JsonValue number && number.TryGetValue<long>(out var length) && length is >= 0 and <= int.MaxValue
            ? length
            : throw new FormatException($"{Key} is {said.ToJsonString()}, no number of {Unit}");
    }
}
