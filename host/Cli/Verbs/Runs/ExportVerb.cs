using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry.Records;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Writes a run's record for other tools: CSV, Parquet, MCAP, TensorBoard.</summary>
public sealed class ExportVerb : Verb
{
    private readonly Argument<string> run = new("RUN") { Description = "Name or path of a run, a record, or latest" };
    private readonly Option<string?> csv = new("--csv") { Description = "Every signal, one row a period", HelpName = "FILE" };
    private readonly Option<string?> parquet = new("--parquet") { Description = "The same as Apache Parquet", HelpName = "FILE" };
    private readonly Option<string?> mcap = new(
        "--mcap") { Description = "The record itself: Foxglove, Lichtblick, PlotJuggler", HelpName = "FILE" };
    private readonly Option<string?> tensorboard = new(
        "--tensorboard") { Description = "Every number as an event file for TensorBoard", HelpName = "DIR" };
    private readonly Option<string?> table = new(
        "--table") { Description = "Of a record with several tables: which (default: the first)", HelpName = "NAME" };
    private readonly Option<bool> force = new("--force") { Description = "Overwrite what is there" };
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "export";

    public override string Summary => "Write a run's record for other tools: CSV, Parquet, MCAP, TensorBoard.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae export latest --mcap drive.mcap", "for Foxglove or Lichtblick: map, curves, log"),
        ("mae export latest --csv drive.csv --parquet drive.parquet", "for a spreadsheet, for pandas and Matlab"),
        ("mae export latest --tensorboard logs/drive", "then: tensorboard --logdir logs"),
    ];

    public override IEnumerable<Symbol> Symbols => [run, csv, parquet, mcap, tensorboard, table, force, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var found = RecordedRun.Find(new RunCatalog(parse.GetRequiredValue(runs)), parse.GetRequiredValue(run));
        var events = parse.GetValue(tensorboard) is { } folder ? Path.Combine(folder, EventFile.Name(found.Name)) : null;
        (string Option, string Kind, string? Path)[] all =
        [
            (csv.Name, "csv", parse.GetValue(csv)), (parquet.Name, "parquet", parse.GetValue(parquet)),
            (mcap.Name, "mcap", parse.GetValue(mcap)), (tensorboard.Name, "tensorboard", events),
        ];
        var wanted = all.Where(one => one.Path is not null).ToList();
        if (wanted.Count == 0)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE576", "Nothing says what to export to.",
                "Give one or more of --csv, --parquet, --mcap, --tensorboard.");
        }

        if (!parse.GetValue(force))
            OutputFile.RefuseExisting("--force", [.. wanted.Select(one => one.Path!)]);
        using var reader = found.Open();
        if (reader.IsRecovered)
            context.Console.MarkupLineInterpolated($"[yellow]{found.Name} did not come to its end: this is what its record holds.[/]");
        var files = new JsonArray();
        try
        {
            foreach (var (option, kind, path) in wanted)
            {
                var said = new JsonObject { ["kind"] = kind, ["path"] = Path.GetFullPath(path!) };
                var rows = await WriteAsync(found, reader, kind, path!, option, parse.GetValue(table), context.Cancellation);
                said[kind == "mcap" ? "messages" : kind == "tensorboard" ? "scalars" : "rows"] = rows;
                said["size_bytes"] = new FileInfo(path!).Length;
                files.Add(said);
                context.Console.WriteLine($"{path}  {RunText.Size(new FileInfo(path!).Length)}");
            }
        }
        catch (FormatException exception)
        {
            throw RecordedRun.Damaged(exception);
        }

        return new VerbResult(new JsonObject
        {
            ["run"] = found.Name,
            ["record"] = found.Path,
            ["recovered"] = reader.IsRecovered,
            ["messages"] = reader.Messages,
            ["duration_s"] = JsonText.Number((reader.LastNs - reader.FirstNs) * 1e-9),
            ["tables"] = JsonText.Array(RecordTable.Of(reader).Select(one => one.Name)),
            ["files"] = files,
        });
    }

    // Whole or not at all: it is written beside its name first.
    private static async Task<long> WriteAsync(
        RecordedRun found, McapReader reader, string kind, string path, string option, string? table, CancellationToken cancel)
    {
        var partial = path + PartialFile.Extension;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && kind == "tensorboard")
                Directory.CreateDirectory(folder);
            long rows;
            await using (var stream = new FileStream(partial, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
                rows = await WriteAsync(found, reader, kind, stream, table, cancel);
            File.Move(partial, path, overwrite: true);
            return rows;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Forget(partial);
            throw new MaeException(
                ExitCode.Configuration, "MAE322", $"{path} cannot be written: {error.Message}",
                $"Choose another place: {option} {(kind == "tensorboard" ? "DIR" : "FILE")}.", error);
        }
        catch
        {
            Forget(partial);
            throw;
        }
    }

    private static void Forget(string path)
    {
        if (File.Exists(path))
            File.Delete(path);
    }

    private static async Task<long> WriteAsync(
        RecordedRun found, McapReader reader, string kind, Stream stream, string? table, CancellationToken cancel)
    {
        switch (kind)
        {
            case "csv":
                var plain = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
                using (var writer = new StreamWriter(stream, plain, 1 << 16, leaveOpen: true))
                    return found.Table(reader, table).WriteCsv(writer);
            case "parquet":
                return await ParquetTable.WriteAsync(found.Table(reader, table), stream, cancel);
            case "tensorboard":
                return new EventFile(stream).Write(found.Table(reader, table));
            case "mcap" when !reader.IsRecovered:
                await using (var whole = new FileStream(found.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
                    await whole.CopyToAsync(stream, cancel);
                return (long)reader.Messages;
            default:
                using (var writer = new McapWriter(stream))
                {
                    McapRepair.Copy(reader, writer, _ => true);
                    writer.Complete();
                }

                return (long)reader.Messages;
        }
    }
}
