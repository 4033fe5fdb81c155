using System.Text;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>The end of a text file that somebody may still write to.</summary>
internal static class TextTail
{
    private const int MostBytes = 8192;

    /// <summary>At most so many of its last lines that say something.</summary>
    public static IReadOnlyList<string> Lines(string path, int most)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(-Math.Min(stream.Length, MostBytes), SeekOrigin.End);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            const StringSplitOptions Said = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
            return [.. reader.ReadToEnd().Split('\n', Said).TakeLast(most)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
