using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Host.Runs;

/// <summary>The record of a run that keeps tables while it goes on, as trainings do: made of them when it ends, however it ends, so that
/// what reads records reads its curves. Tables without a time count a second a row.</summary>
public static class TableRecord
{
    /// <summary>Writes it, where there is a table with a row.</summary>
    /// <exception cref="IOException">The disk is full, or a table cannot be read.</exception>
    public static void Write(RunJournal journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var tables = Directory.EnumerateFiles(journal.Folder.Path, "*.csv").Order(StringComparer.Ordinal).ToList();
        if (tables.Count == 0)
            return;
        var path = journal.Folder.PathOf(RunRecord.FileName);
        var partial = path + PartialFile.Extension;
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.Read))
        using (var record = new RunRecord(stream, isLater: true))
        {
            record.Describe(journal.Header(withTimes: false), fleet: null);
            foreach (var table in tables)
                Add(record, table);
            record.Complete();
        }

        File.Move(partial, path, overwrite: true);
    }

    private static void Add(RunRecord record, string table)
    {
        using var reader = new StreamReader(table);
        try
        {
            foreach (var row in CsvTable.ReadFields(reader, out var columns))
                record.Row(Path.GetFileNameWithoutExtension(table), columns, row);
        }
        catch (InvalidDataException exception)
        {
            throw new IOException($"{table}: {exception.Message}", exception);
        }
    }
}
