using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>A small file of the rover's own: replaced by way of a second one, synchronised, renamed.</summary>
public sealed class StateFile(string path) : ISmallFile
{
    public int Read(byte[] into)
    {
        ArgumentNullException.ThrowIfNull(into);
        try
        {
            using var stream = File.OpenRead(path);
            return stream.Length <= into.Length ? stream.ReadAtLeast(into, (int)stream.Length, throwOnEndOfStream: false) : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    public bool TryReplace(byte[] from, int length)
    {
        try
        {
            using (var stream = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
            {
                stream.Write(from, 0, length);
                stream.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path, overwrite: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
