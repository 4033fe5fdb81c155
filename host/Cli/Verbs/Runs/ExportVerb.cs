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
    private readonly Option<string?> table = new("--table")
    {
        Description = "Of a record with several tables: only this one (default: all; of files of rows one each, FILE.NAME.csv)",
        HelpName = "NAME",
    };
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

        using var reader = found.Open();
        IReadOnlyList<RecordTable> tables = wanted.TrueForAll(one => one.Kind == "mcap") ? []
            : parse.GetValue(table) is null && RecordTable.Of(reader) is { Count: > 0 } every ? every
            : [found.Table(reader, parse.GetValue(table))];
        List<Output> outputs = [.. wanted.SelectMany(one => Outputs(one.Option, one.Kind, one.Path!, tables))];
        if (!parse.GetValue(force))
            OutputFile.RefuseExisting("--force", [.. outputs.Select(one => one.Path)]);
        if (reader.IsRecovered)
            context.Console.MarkupLineInterpolated($"[yellow]{found.Name} did not come to its end: this is what its record holds.[/]");
        var files = new JsonArray();
        try
        {
            foreach (var one in outputs)
            {
                var said = new JsonObject { ["kind"] = one.Kind, ["path"] = Path.GetFullPath(one.Path) };
                if (one.Kind is "csv" or "parquet")
                    said["table"] = one.Tables[0].Name;
                var rows = await WriteAsync(found, reader, one, context.Cancellation);
                said[one.Kind == "mcap" ? "messages" : one.Kind == "tensorboard" ? "scalars" : "rows"] = rows;
                said["size_bytes"] = new FileInfo(one.Path).Length;
                files.Add(said);
                context.Console.WriteLine($"{one.Path}  {RunText.Size(new FileInfo(one.Path).Length)}");
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

    // A file of rows holds one table: others of the record are beside it, with their name in theirs.
    private static IEnumerable<Output> Outputs(string option, string kind, string path, IReadOnlyList<RecordTable> tables) =>
        kind is "csv" or "parquet"
            ? tables.Select((table, i) => new Output(
                option, kind, i == 0 ? path : Path.ChangeExtension(path, table.Name + Path.GetExtension(path)), [table]))
            : [new Output(option, kind, path, tables)];

    // Whole or not at all: it is written beside its name first.
    private static async Task<long> WriteAsync(RecordedRun found, McapReader reader, Output output, CancellationToken cancel)
    {
        var (path, partial) = (output.Path, output.Path + PartialFile.Extension);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && output.Kind == "tensorboard")
                Directory.CreateDirectory(folder);
            long rows;
            await using (var stream = new FileStream(partial, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
                rows = await WriteAsync(found, reader, output, stream, cancel);
            File.Move(partial, path, overwrite: true);
            return rows;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Forget(partial);
            throw new MaeException(
                ExitCode.Configuration, "MAE322", $"{path} cannot be written: {error.Message}",
                $"Choose another place: {output.Option} {(output.Kind == "tensorboard" ? "DIR" : "FILE")}.", error);
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
        RecordedRun found, McapReader reader, Output output, Stream stream, CancellationToken cancel)
    {
        switch (output.Kind)
        {
            case "csv":
                var plain = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
                using (var writer = new StreamWriter(stream, plain, 1 << 16, leaveOpen: true))
                    return output.Tables[0].WriteCsv(writer);
            case "parquet":
                return await ParquetTable.WriteAsync(output.Tables[0], stream, cancel);
            case "tensorboard":
                return new EventFile(stream).Write(output.Tables);
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

    private sealed record Output(string Option, string Kind, string Path, IReadOnlyList<RecordTable> Tables);
}
