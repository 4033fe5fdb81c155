namespace MultiAgentEdge.Host.Commands;

/// <summary>A file that a person asked to have written.</summary>
public static class OutputFile
{
    /// <exception cref="MaeException">MAE210: one of them is there already: nothing is overwritten unasked.</exception>
    public static void RefuseExisting(string overwrite, params IReadOnlyList<string> paths)
    {
        if (paths.FirstOrDefault(path => File.Exists(path) || Directory.Exists(path)) is { } there)
            throw new MaeException(ExitCode.Configuration, "MAE210", $"{there} is there already.", $"Keep it and choose another place, or overwrite it: {overwrite}.");
    }
}
