using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>Small JSON files of a queue, on a folder that several machines may share: each is there whole or not at all.</summary>
internal static class QueueFile
{
    /// <summary>Writes a file that nobody else has written; false where it is there already.</summary>
    public static bool TryCreate(string path, JsonObject json)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        File.WriteAllText(partial, JsonText.Of(json) + "\n");
        try
        {
            // What only one can do on any shared folder: create a file of this name. The words come after.
            using (new FileStream(path, FileMode.CreateNew))
            {
            }

            File.Move(partial, path, overwrite: true);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(partial);
            return false;
        }
    }

    public static void Replace(string path, JsonObject json)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        File.WriteAllText(partial, JsonText.Of(json) + "\n");
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Null where it is not there, or not yet: between its creation and its words it is empty.</summary>
    public static JsonObject? TryRead(string path)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length > 0 ? JsonFile.Read(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or MaeException)
        {
            return null;
        }
    }
}
