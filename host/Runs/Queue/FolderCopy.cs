namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>A run folder copied while its owner may still write to it.</summary>
internal static class FolderCopy
{
    /// <param name="to">Not there yet.</param>
    public static void Of(string from, string to)
    {
        var partial = $"{to}.{Guid.NewGuid():N}.partial";
        // Checkpoints first: a table that grew since is longer than its checkpoint says, and is cut to it; the other way round it would be
        // too short.
        var files = Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not ".held")
            .OrderBy(file => Path.GetExtension(file) == ".bin" ? 0 : 1);
        foreach (var file in files)
        {
            var target = Path.Combine(partial, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            try
            {
                using var reading = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var writing = new FileStream(target, FileMode.CreateNew);
                reading.CopyTo(writing);
            }
            catch (FileNotFoundException)
            {
                // Renamed meanwhile: it was a half file.
            }
        }

        if (Directory.Exists(partial))
            Directory.Move(partial, to);
    }
}
