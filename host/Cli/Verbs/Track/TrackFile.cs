using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>A file that a verb of the tracker was asked to write.</summary>
internal static class TrackFile
{
    /// <exception cref="MaeException">MAE322: it cannot be written.</exception>
    public static void Write<T>(string path, Action<string, T> write, T what)
    {
        try
        {
            write(path, what);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MaeException(ExitCode.Configuration, "MAE322", $"{path} cannot be written: {exception.Message}",
                "Choose another place.", exception);
        }
    }
}
