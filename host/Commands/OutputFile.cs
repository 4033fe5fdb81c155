namespace MultiAgentEdge.Host.Commands;

/// <summary>A file that a person asked to have written.</summary>
public static class OutputFile
{
    /// <exception cref="MaeException">MAE210: one of them is there already: nothing is overwritten unasked.</exception>
    public static void RefuseExisting(string overwrite, params IReadOnlyList<string> paths)
    {
        if (paths.FirstOrDefault(path => File.Exists(path) || Directory.Exists(path)) is { } there)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE210", $"{there} is there already.",
                $"Keep it and choose another place, or overwrite it: {overwrite}.");
        }
    }

    /// <exception cref="MaeException">MAE322: it cannot be written.</exception>
    public static void Write(string option, string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE322", $"{path} cannot be written: {error.Message}", $"Choose another place: {option} FILE.",
                error);
        }
    }
}
