using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Host.Runs;

/// <summary>A run's record, found as people name it.</summary>
/// <param name="Name">Of the run, or of the file.</param>
/// <param name="Path">Of its record; while the run is in progress, or where it was killed, that ends with .partial.</param>
/// <param name="Entry">Null: the record is no run's.</param>
public sealed record RecordedRun(string Name, string Path, RunEntry? Entry)
{
    /// <summary>For the newest run that has a record.</summary>
    public const string Latest = "latest";

    /// <param name="run">Name or path of a run folder, path of a record, or <see cref="Latest"/>.</param>
    /// <exception cref="MaeException">MAE571 there is no such run, MAE574 it has no record.</exception>
    public static RecordedRun Find(RunCatalog catalog, string run)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(run);
        if (run == Latest)
        {
            return catalog.Entries().Select(entry => Of(entry)).FirstOrDefault(found => found is not null)
                ?? throw new MaeException(
                    ExitCode.Configuration, "MAE571", $"No run in {catalog.Root} has a record.", "Make one: mae demo");
        }

        if (File.Exists(run))
            return new RecordedRun(System.IO.Path.GetFileNameWithoutExtension(run), System.IO.Path.GetFullPath(run), null);
        var entry = catalog.Find(run);
        return Of(entry)
            ?? throw Lacks($"{entry.Name} has no record.", "Runs of this program that drive or train have one; see which there are: mae runs");
    }

    /// <summary>A run's record; null where it has none.</summary>
    public static RecordedRun? Of(RunEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var path = System.IO.Path.Combine(entry.Path, RunRecord.FileName);
        return File.Exists(path) ? new RecordedRun(entry.Name, path, entry)
            : File.Exists(path + PartialFile.Extension) ? new RecordedRun(entry.Name, path + PartialFile.Extension, entry)
            : null;
    }

    /// <exception cref="MaeException">MAE575: it cannot be read.</exception>
    public McapReader Open()
    {
        try
        {
            return McapReader.Open(Path);
        }
        catch (FormatException exception)
        {
            throw Damaged(exception);
        }
    }

    /// <summary>MAE574: a run has no record, or its record not what is asked for.</summary>
    public static MaeException Lacks(string what, string next) => new(ExitCode.Configuration, "MAE574", what, next);

    /// <summary>MAE575: it cannot be read, or not to its end.</summary>
    public static MaeException Damaged(FormatException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new MaeException(
            ExitCode.Configuration, "MAE575", $"The record cannot be read: {exception.Message.TrimEnd('.')}.",
            "Take another run: mae runs", exception);
    }

    /// <summary>Its table.</summary>
    /// <param name="name">Null: its first.</param>
    /// <exception cref="MaeException">MAE574: there is none, or none of this name.</exception>
    public RecordTable Table(McapReader reader, string? name)
    {
        var tables = RecordTable.Of(reader);
        return tables.FirstOrDefault(table => name is null || table.Name == name)
            ?? throw Lacks(
                $"The record of {Name} has no table{(name is null ? "" : " " + NameText.Short(name))}.",
                tables.Count == 0
                    ? "Take the record itself: --mcap FILE"
                    : $"Take one of {string.Join(", ", tables.Select(one => one.Name))}.");
    }
}
