using System.Text;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Files with secrets: mode 0600 from their first byte on, replaced whole or not at all.</summary>
public static class PrivateFile
{
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var partial = $"{path}.{Environment.ProcessId}.partial";
        // One that was left behind would keep the mode it has.
        File.Delete(partial);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(partial, options))
            stream.Write(bytes);
        File.Move(partial, path, overwrite: true);
    }

    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})"/>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));
}
