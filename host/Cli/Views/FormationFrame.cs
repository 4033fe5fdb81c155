using System.Globalization;
using MultiAgentEdge.Host.Telemetry;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MultiAgentEdge.Host.Cli.Views;

/// <summary>One period of a formation as a person sees it: a pure function of the record.</summary>
public static class FormationFrame
{
    private const int StripCells = 48;
    private const int BarCells = 20;

    // A coupling error of half a metre fills its bar: a quarter of the smallest distance in the paper's formation.
    private const double FullBarM = 0.5;

    private static readonly string[] Colours = ["deepskyblue1", "orange1", "springgreen2", "mediumpurple1", "hotpink", "turquoise2"];

    /// <summary>For a terminal.</summary>
    /// <param name="done">Periods driven so far, this one included.</param>
    public static IRenderable Render(PeriodRecord record, RunInfo info, int done, IEnumerable<string> notes)
    {
        var (low, high) = Range(info, record);
        var rovers = new Table().Border(TableBorder.None).AddColumns("[grey]rover[/]", "[grey]mode[/]", $"[grey]{Ruler(low, high)}[/]", "[grey]m[/]", "[grey]m/s²[/]", "[grey]set[/]", "[grey]misses[/]");
        for (var i = 0; i < record.Rovers.Length; i++)
        {
            var rover = record.Rovers[i];
            var running = string.Equals(rover.Mode, "running", StringComparison.OrdinalIgnoreCase);
            rovers.AddRow(
                Markup.Escape(rover.Name),
                $"[{(running ? "green" : "red")}]{Markup.Escape(rover.Mode)}[/]",
                Strip(rover, info.PositionLimitM[i], low, high, Colours[i % Colours.Length]),
                Number(rover.State.Length > 0 ? rover.State[0] : double.NaN, "+0.00;-0.00"),
                Number(rover.Input.Length > 0 ? rover.Input[0] : double.NaN, "+0.00;-0.00"),
                $"v{rover.ParameterVersion}",
                rover.DeadlineMisses == 0 ? "0" : $"[red]{rover.DeadlineMisses}[/]");
        }

        var errors = new Table().Border(TableBorder.None).HideHeaders().AddColumns("pair", "bar", "value");
        for (var row = 0; row < record.CouplingErrorM.Length; row++)
        {
            var error = record.CouplingErrorM[row];
            var size = double.IsFinite(error) ? Math.Min(1, Math.Abs(error) / FullBarM) : 1;
            var colour = size < 0.12 ? "green" : size < 0.6 ? "yellow" : "red";
            var filled = (int)Math.Round(size * BarCells);
            errors.AddRow(
                Markup.Escape(info.CouplingNames[row]),
                $"[{colour}]{new string('█', filled)}[/][grey]{new string('·', BarCells - filled)}[/]",
                $"[{colour}]{Number(error, "+0.000;-0.000")} m[/]");
        }

        var left = Math.Max(0, info.Periods - done) * info.PeriodS;
        var state = string.Create(
            CultureInfo.InvariantCulture,
            $"period [bold]{done}[/]/{info.Periods}   {record.TimeS:0.00} s driven, {left:0.00} s left   rounds [bold]{record.Rounds}[/]   residual {record.Residual:0.0e+0}   stage cost [bold]{record.StageCost:0.000}[/]");
        var parts = new List<IRenderable>
        {
            new Rule($"[bold]{Markup.Escape(info.Title)}[/]").LeftJustified(),
            new Markup($"[grey]{Markup.Escape(info.Transport)}[/]"),
            new Text(""),
            rovers,
            new Text(""),
            errors,
            new Text(""),
            new Markup(state),
        };
        parts.AddRange(notes.Select(note => new Markup($"[blue]›[/] {Markup.Escape(note)}")));
        return new Rows(parts);
    }

    /// <summary>For a log: one line.</summary>
    public static string Line(PeriodRecord record, RunInfo info, int done)
    {
        var rovers = string.Join(' ', record.Rovers.Select(rover => $"{rover.Name}={Number(rover.State.Length > 0 ? rover.State[0] : double.NaN, "0.00")}m/{rover.Mode}"));
        var errors = string.Join(' ', record.CouplingErrorM.Select(error => Number(error, "+0.000;-0.000")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"period {done}/{info.Periods} t={record.TimeS:0.00}s {rovers} errors_m=[{errors}] rounds={record.Rounds} residual={record.Residual:0.0e+0} cost={record.StageCost:0.000} v{string.Join('/', record.Rovers.Select(rover => rover.ParameterVersion).Distinct())} misses={record.Rovers.Sum(rover => rover.DeadlineMisses)}");
    }

    private static (double Low, double High) Range(RunInfo info, PeriodRecord record)
    {
        var bounded = info.PositionLimitM.Where(limit => limit.MinM > -1000 && limit.MaxM < 1000).ToList();
        if (bounded.Count > 0)
            return (bounded.Min(limit => limit.MinM) - 0.3, bounded.Max(limit => limit.MaxM) + 0.3);
        var positions = record.Rovers.Where(rover => rover.State.Length > 0 && double.IsFinite(rover.State[0])).Select(rover => rover.State[0]).DefaultIfEmpty(0).ToList();
        return (positions.Min() - 1, positions.Max() + 1);
    }

    private static int Cell(double position, double low, double high) =>
        double.IsFinite(position) ? Math.Clamp((int)Math.Round((position - low) / (high - low) * (StripCells - 1)), 0, StripCells - 1) : 0;

    private static string Ruler(double low, double high)
    {
        var ruler = new string(' ', StripCells).ToCharArray();
        for (var metre = (int)Math.Ceiling(low); metre <= high && high - low < 20; metre++)
        {
            var label = metre.ToString(CultureInfo.InvariantCulture);
            var at = Math.Min(Cell(metre, low, high), StripCells - label.Length);
            label.CopyTo(ruler.AsSpan(at));
        }

        return new string(ruler);
    }

    // The allowed range as a line, the rover on it.
    private static string Strip(RoverRecord rover, (double MinM, double MaxM) limit, double low, double high, string colour)
    {
        if (rover.State.Length == 0 || !double.IsFinite(rover.State[0]))
            return "[red]no position[/]";
        var from = Cell(limit.MinM, low, high);
        var to = Cell(limit.MaxM, low, high);
        var at = Cell(rover.State[0], low, high);
        var cells = Enumerable.Range(0, StripCells).Select(i =>
            i == at ? $"[bold {colour}]◆[/]" : i >= from && i <= to ? $"[{colour}]─[/]" : "[grey]·[/]");
        return string.Concat(cells);
    }

    private static string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";
}
