using System.Text;
using System.Text.Json;

namespace MultiAgentEdge.Host.Worlds;

/// <summary>Where a JSON file stops being JSON, as an editor counts: lines and characters from 1. The library counts both from 0, and
/// bytes.</summary>
public static class JsonPlace
{
    /// <summary>file:line:column: what is wrong there.</summary>
    /// <param name="original">Where the file was changed before it was read: from the bytes of its line and the byte in the changed line to
    /// the one in the file's own.</param>
    public static string Of(string file, JsonException error, Func<byte[], int, int>? original = null)
    {
        ArgumentNullException.ThrowIfNull(error);
        var what = error.Message;
        var tail = what.IndexOf(" LineNumber:", StringComparison.Ordinal);
        what = tail > 0 ? what[..tail] : what;
        if (error.LineNumber is not { } line || error.BytePositionInLine is not { } place)
            return $"{file}: {what}";
        var bytes = LineOf(File.ReadAllBytes(file), line);
        var at = Math.Min(original?.Invoke(bytes, (int)place) ?? (int)place, bytes.Length);
        return $"{file}:{line + 1}:{Encoding.UTF8.GetCharCount(bytes, 0, at) + 1}: {what}";
    }

    private static byte[] LineOf(byte[] text, long line)
    {
        var start = text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        for (; line > 0 && Array.IndexOf(text, (byte)'\n', start) is >= 0 and var end; line--)
            start = end + 1;
        var next = Array.IndexOf(text, (byte)'\n', start);
        return text[start..(next < 0 ? text.Length : next)];
    }
}
