using System.Text.RegularExpressions;
using MultiAgentEdge.Naming;

namespace MultiAgentEdge.Host.Commands;

/// <summary>Refuses a name that a person typed, by the rule of <see cref="RoverName"/>, and says the nearest one.</summary>
public static class NameText
{
    /// <summary>The name, as given; null stays null.</summary>
    /// <exception cref="MaeException">MAE204: it is no name.</exception>
    public static string? Check(string option, string? text) =>
        text is null || RoverName.IsValid(text) ? text : throw new MaeException(ExitCode.Usage, "MAE204", What(option, text), Next(text));

    public static string What(string of, string text) => $"{of} \"{Short(text)}\" is no name: {RoverName.Rule}.";

    public static string Next(string text)
    {
        var repaired = Regex.Replace(text.ToLowerInvariant().Replace('_', '-').Replace(' ', '-'), "[^a-z0-9-]", "").Trim('-');
        repaired = repaired.Length > RoverName.LongestLength ? repaired[..RoverName.LongestLength].TrimEnd('-') : repaired;
        return RoverName.IsValid(repaired) ? $"Did you mean \"{repaired}\"?" : "Choose one like rover-1.";
    }

    /// <summary>Fit for one line of a message.</summary>
    public static string Short(string text)
    {
        var clean = new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray());
        return clean.Length <= 40 ? clean : clean[..40] + "...";
    }
}
