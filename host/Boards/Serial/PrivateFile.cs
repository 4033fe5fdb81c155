namespace MultiAgentEdge.Host.Boards;

/// <summary>Files with secrets: mode 0600 from their first byte on, replaced whole or not at all.</summary>
public static class PrivateFile
{
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var partial = $"{path}.{Environment.ProcessId}.partial";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(partial, options))
            stream.Write(bytes);
        File.Move(partial, path, overwrite: true);
    }
}
