using System.Globalization;
using MultiAgentEdge.Host.Missions.Formation.Report;
using Spectre.Console.Rendering;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Formation.Run.Views;

/// <summary>One period of a formation as a person sees it: a pure function of the record.</summary>
public static class FormationFrame
{
    private const int MostStripCells = 48;
    private const int LeastStripCells = 8;
    private const int MostBarCells = 20;

    // Two cells of padding each.
    private const int Padding = 2;

    // Below this there is no room for what seldom changes.
    private const int WideCells = 80;

    // A coupling error of half a metre fills its bar: a quarter of the smallest distance in the paper's formation.
    private const double FullBarM = 0.5;

    private static readonly string[] Colours = ["deepskyblue1", "orange1", "springgreen2", "mediumpurple1", "hotpink", "turquoise2"];

    /// <summary>For a terminal.</summary>
    /// <param name="done">Periods driven so far, this one included.</param>
    /// <param name="width">Of the terminal, in cells.</param>
    public static IRenderable Render(PeriodRecord record, RunInfo info, int done, IEnumerable<string> notes, int width)
    {
        var (low, high) = Range(info, record);
        var input = info.Signals.Count > 0 && info.Signals[0].Inputs.Count > 0 ? info.Signals[0].Inputs[0] : null;
        var inputHeader = input is null ? "input" : input.Unit.Length > 0 ? input.Unit : input.Name;
        var isWide = width >= WideCells;
        string[] header = ["rover", "mode", "", "m", inputHeader, .. isWide ? ["set", "misses"] : Array.Empty<string>()];
        var cells = record.Rovers.Select(rover => (string[])
        [
            rover.Name, rover.Mode, "", Signed(At(rover.State), 2), Signed(At(rover.Input), 2), $"v{rover.ParameterVersion}",
            $"{rover.DeadlineMisses}",
        ]).ToList();
        var taken = header
            .Select((name, i) => i == 2 ? Padding : Padding + cells.Select(row => row[i].Length).Append(name.Length).Max())
            .Sum();
        var strip = Math.Clamp(width - taken, LeastStripCells, MostStripCells);
        var rovers = new Table().Border(TableBorder.None);
        for (var i = 0; i < header.Length; i++)
        {
            rovers.AddColumn(
                new TableColumn($"[grey]{(i == 2 ? Ruler(low, high, strip) : Markup.Escape(header[i]))}[/]") { NoWrap = true });
        }

        for (var i = 0; i < record.Rovers.Length; i++)
        {
            var rover = record.Rovers[i];
            var running = string.Equals(rover.Mode, "running", StringComparison.OrdinalIgnoreCase);
            string[] row =
            [
                Markup.Escape(rover.Name),
                $"[{(running ? "green" : "red")}]{Markup.Escape(rover.Mode)}[/]",
                Strip(rover, info.PositionLimitM[i], low, high, Colours[i % Colours.Length], strip),
                cells[i][3],
                cells[i][4],
                cells[i][5],
                rover.DeadlineMisses == 0 ? "0" : $"[red]{rover.DeadlineMisses}[/]",
            ];
            rovers.AddRow(row[..header.Length]);
        }

        var bar = Math.Clamp(
            width - (3 * Padding) - info.CouplingNames.Select(name => name.Length).DefaultIfEmpty(0).Max() - "-0.000 m".Length, 4,
            MostBarCells);
        var errors = new Table().Border(TableBorder.None).HideHeaders().AddColumns("pair", "bar", "value");
        for (var row = 0; row < record.CouplingErrorM.Length; row++)
        {
            var error = record.CouplingErrorM[row];
            var size = double.IsFinite(error) ? Math.Min(1, Math.Abs(error) / FullBarM) : 1;
            var colour = size < 0.12 ? "green" : size < 0.6 ? "yellow" : "red";
            var filled = (int)Math.Round(size * bar);
            errors.AddRow(
                Markup.Escape(info.CouplingNames[row]),
                $"[{colour}]{new string('█', filled)}[/][grey]{new string('·', bar - filled)}[/]",
                $"[{colour}]{Signed(error, 3)} m[/]");
        }

        var left = Math.Max(0, info.Periods - done) * info.PeriodS;
        var state = string.Create(
            CultureInfo.InvariantCulture,
            $"period [bold]{done}[/]/{info.Periods}   {record.TimeS:0.00} s driven, {left:0.00} s left   rounds [bold]{record.Rounds}[/]  "
            + $" residual {record.Residual:0.0e+0}   stage cost [bold]{record.StageCost:0.000}[/]");
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
        var rovers = string.Join(' ', record.Rovers.Select(rover => $"{rover.Name}={Number(At(rover.State), "0.00")}m/{rover.Mode}"));
        var errors = string.Join(' ', record.CouplingErrorM.Select(error => Signed(error, 3)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"period {done}/{info.Periods} t={record.TimeS:0.00}s {rovers} errors_m=[{errors}] rounds={record.Rounds} "
            + $"residual={record.Residual:0.0e+0} cost={record.StageCost:0.000} "
            + $"v{string.Join('/', record.Rovers.Select(rover => rover.ParameterVersion).Distinct())} "
            + $"misses={record.Rovers.Sum(rover => rover.DeadlineMisses)}");
    }

    private static (double Low, double High) Range(RunInfo info, PeriodRecord record)
    {
        var bounded = info.PositionLimitM.Where(limit => limit.MinM > -1000 && limit.MaxM < 1000).ToList();
        if (bounded.Count > 0)
            return (bounded.Min(limit => limit.MinM) - 0.3, bounded.Max(limit => limit.MaxM) + 0.3);
        var positions = record.Rovers
            .Where(rover => rover.State.Length > 0 && double.IsFinite(rover.State[0]))
            .Select(rover => rover.State[0]).DefaultIfEmpty(0).ToList();
        return (positions.Min() - 1, positions.Max() + 1);
    }

    private static double At(double[] signals) => signals.Length > 0 ? signals[0] : double.NaN;

    private static int Cell(double position, double low, double high, int strip) =>
        double.IsFinite(position) ? (int)Math.Clamp(Math.Round((position - low) / (high - low) * (strip - 1)), 0, strip - 1) : 0;

    // A number every few cells, so that none touches the next.
    private static string Ruler(double low, double high, int strip)
    {
        const int cellsPerLabel = 4;
        var ruler = new string(' ', strip).ToCharArray();
        var step = Math.Max(1, (int)Math.Ceiling(cellsPerLabel * (high - low) / strip));
        for (var metre = (int)Math.Ceiling(low / step) * step; metre <= high && high - low < 1000; metre += step)
        {
            var label = metre.ToString(CultureInfo.InvariantCulture);
            label.CopyTo(ruler.AsSpan(Math.Max(0, Math.Min(Cell(metre, low, high, strip), strip - label.Length))));
        }

        return new string(ruler);
    }

    // The allowed range as a line, the rover on it.
    private static string Strip(RoverRecord rover, (double MinM, double MaxM) limit, double low, double high, string colour, int strip)
    {
        if (!double.IsFinite(At(rover.State)))
            return $"[red]{"no position"[..Math.Min(strip, "no position".Length)]}[/]";
        var from = Cell(limit.MinM, low, high, strip);
        var to = Cell(limit.MaxM, low, high, strip);
        var at = Cell(rover.State[0], low, high, strip);
        var cells = Enumerable.Range(0, strip).Select(i =>
            i == at ? $"[bold {colour}]◆[/]" : i >= from && i <= to ? $"[{colour}]─[/]" : "[grey]·[/]");
        return string.Concat(cells);
    }

    // With its sign, but what rounds to zero has none.
    private static string Signed(double value, int digits)
    {
        var zeros = new string('0', digits);
        return Number(Math.Round(value, digits), $"+0.{zeros};-0.{zeros};0.{zeros}");
    }

    private static string Number(double value, string format) =>
        double.IsFinite(value) ? (value + 0.0).ToString(format, CultureInfo.InvariantCulture) : "none";
}
