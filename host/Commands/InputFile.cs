using System.Text;

namespace MultiAgentEdge.Host.Commands;

/// <summary>A file that a person named. How much of it is read is bounded before it is read: a device or a pipe has no length to ask
/// for.</summary>
public static class InputFile
{
    /// <summary>Why there is nothing to read at a path; null where a file is there.</summary>
    public static string? Missing(string path) =>
        Directory.Exists(path) ? $"{path} is a folder, not a file." : File.Exists(path) ? null : $"There is no file {path}.";

    /// <exception cref="MaeException">MAE249: it is larger.</exception>
    public static string Text(string path, int maxBytes) =>
        new StreamReader(new MemoryStream(Bytes(path, maxBytes)), Encoding.UTF8).ReadToEnd();

    /// <exception cref="MaeException">MAE249: it is larger.</exception>
    public static byte[] Bytes(string path, int maxBytes)
    {
        using var file = File.OpenRead(path);
        using var read = new MemoryStream();
        var piece = new byte[1 << 16];
        while (file.Read(piece) is > 0 and var count)
        {
            if (read.Length + count > maxBytes)
            {
                throw new MaeException(
                    ExitCode.Configuration, "MAE249", $"{path} is larger than {maxBytes} bytes.", "Name the file that was meant.");
            }

            read.Write(piece, 0, count);
        }

        return read.ToArray();
    }

    /// <summary>Why others than its owner may read or write a file with a secret; null where they may not.</summary>
    public static string? OpenToOthers(string path)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~owner) == 0 ? null : $"Others may read or write {path}.";
    }
}
