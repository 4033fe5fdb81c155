using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Runs;

/// <summary>Reads a JSON object that this program wrote and a person may have changed since.</summary>
public static class JsonFile
{
    private const int MaxBytes = 64 << 20;

    /// <exception cref="FormatException">It is none; the message begins with file, line and column.</exception>
    /// <exception cref="MaeException">MAE249: too large.</exception>
    public static JsonObject Read(string path)
    {
        var bytes = InputFile.Bytes(path, MaxBytes);
        if (bytes.AsSpan().StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        try
        {
            CheckKeys(path, bytes);
            return JsonNode.Parse(bytes) as JsonObject ?? throw new FormatException($"{path}:1:1: it is no JSON object");
        }
        catch (JsonException exception)
        {
            throw new FormatException(JsonPlace.Of(path, exception), exception);
        }
    }

    // The parser takes a key twice, and fails when somebody asks for any.
    private static void CheckKeys(string path, byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        var open = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                open.Push(new HashSet<string>(StringComparer.Ordinal));
            else if (reader.TokenType == JsonTokenType.EndObject)
                open.Pop();
            else if (reader.TokenType == JsonTokenType.String)
                Text(ref reader, path, bytes);
            else if (reader.TokenType == JsonTokenType.PropertyName && !open.Peek().Add(Text(ref reader, path, bytes)))
            {
                throw new FormatException(
                    $"{path}:{Place(bytes, (int)reader.TokenStartIndex)}: the key \"{Text(ref reader, path, bytes)}\" is there twice");
            }
        }
    }

    // Bytes that are no letters pass the parser too.
    private static string Text(ref Utf8JsonReader reader, string path, byte[] bytes)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException($"{path}:{Place(bytes, (int)reader.TokenStartIndex)}: this is no text", exception);
        }
    }

    private static string Place(byte[] bytes, int at)
    {
        var before = Encoding.UTF8.GetString(bytes, 0, at);
        return $"{before.Count(letter => letter == '\n') + 1}:{before.Length - before.LastIndexOf('\n')}";
    }
}
