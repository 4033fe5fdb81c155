namespace MultiAgentEdge.Host.Cli;

/// <summary>A file that a person named.</summary>
internal static class InputFile
{
    /// <summary>Why there is nothing to read at a path; null where a file is there.</summary>
    public static string? Missing(string path) =>
        Directory.Exists(path) ? $"{path} is a folder, not a file." : File.Exists(path) ? null : $"There is no file {path}.";
}
