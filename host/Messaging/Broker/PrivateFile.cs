namespace MultiAgentEdge.Host.Messaging;

/// <summary>Files with secrets.</summary>
internal static class PrivateFile
{
    /// <summary>Replaces the file; never readable by anyone but its owner, not even for a moment.</summary>
    public static void Write(string path, string text)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
