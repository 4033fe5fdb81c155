using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Web.Api;

/// <summary>The records that pages look at now, read once.</summary>
internal sealed class RecordedDrives
{
    private const int Kept = 4;

    private readonly Lock gate = new();
    private readonly List<(string Path, DateTime WrittenUtc, RecordedDrive Drive)> drives = [];

    /// <exception cref="Commands.MaeException">MAE574 the run has no record, MAE575 it cannot be read.</exception>
    /// <exception cref="FormatException">It is damaged.</exception>
    public RecordedDrive Of(RunEntry entry)
    {
        var record = RecordedRun.Of(entry) ?? throw RecordedRun.Lacks(
            $"{entry.Name} has no record.", "Runs of this program that drive or train have one.");
        var written = File.GetLastWriteTimeUtc(record.Path);
        lock (gate)
        {
            if (drives.Find(one => one.Path == record.Path && one.WrittenUtc == written).Drive is { } known)
                return known;
            var drive = RecordedDrive.Of(record);
            drives.RemoveAll(one => one.Path == record.Path);
            drives.Insert(0, (record.Path, written, drive));
            if (drives.Count > Kept)
                drives.RemoveAt(Kept);
            return drive;
        }
    }
}
