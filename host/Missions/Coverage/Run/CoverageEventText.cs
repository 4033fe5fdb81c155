using System.Globalization;
using System.Text.RegularExpressions;
using MultiAgentEdge.Naming;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>Reads <c>20s</c>, <c>rover-2@40s</c> and <c>rover-2@10s..15s</c>.</summary>
public static partial class CoverageEventText
{
    /// <summary>Null where the text is no such event; a silence needs a rover and an end, the others take no end.</summary>
    public static CoverageEvent? Parse(CoverageEventKind kind, string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
            return null;
        var rover = match.Groups["rover"].Success ? match.Groups["rover"].Value : null;
        if (rover is not null && !RoverName.IsValid(rover))
            return null;
        var ends = match.Groups["until"].Success;
        var at = Number(match.Groups["at"].Value);
        var until = ends ? Number(match.Groups["until"].Value) : at;
        var fits = kind == CoverageEventKind.Silent ? rover is not null && ends && until > at : !ends;
        return fits && (kind != CoverageEventKind.Join || rover is null) ? new CoverageEvent(kind, rover, at, until) : null;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^((?<rover>[a-z0-9-]+)@)?(?<at>\d{1,6}(\.\d+)?)s?(\.\.(?<until>\d{1,6}(\.\d+)?)s?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
