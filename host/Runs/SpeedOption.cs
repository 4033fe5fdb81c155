using System.CommandLine;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs;

/// <summary><c>--speed</c> of simulated rovers. Unless it is given they drive as fast as it goes; where a page shows them, in real
/// time.</summary>
/// <param name="onTerminal">Times real time where a person sees them on a terminal; 0: as fast as it goes.</param>
public sealed class SpeedOption(double onTerminal = 0)
{
    private const double OnPage = 1;

    public Option<double?> Option { get; } = NumberOption.Double(
        "--speed",
        $"Times real time; 0: as fast as it goes (default: 1 with --web, {(onTerminal > 0 ? $"{onTerminal} on a terminal, " : "")}else 0)",
        0, 1000, "FACTOR");

    /// <summary>Least wall-clock time of a period; zero: none.</summary>
    public TimeSpan Pace(ParseResult parse, VerbContext context, double periodS)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Of(parse.GetValue(Option) ?? (context.HasPage ? OnPage : context.IsTerminal ? onTerminal : 0), periodS);
    }

    /// <summary>Of one that nobody watches from beginning to end.</summary>
    public TimeSpan Pace(ParseResult parse, double periodS) => Of(parse.GetValue(Option) ?? 0, periodS);

    private static TimeSpan Of(double factor, double periodS) => factor > 0 ? TimeSpan.FromSeconds(periodS / factor) : TimeSpan.Zero;
}
