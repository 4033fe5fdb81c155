using System.Security.Cryptography;

namespace MultiAgentEdge.Host.Boards;

/// <summary>A firmware image of a release: downloaded, held to the SHA256SUMS that lies beside it, and kept, so that the next board
/// needs only that.</summary>
public static class ReleaseImage
{
    private const string Sums = "SHA256SUMS";
    private const int MostBytes = 1 << 24;

    public static bool IsAddress(string image) =>
        image.StartsWith("https://", StringComparison.Ordinal) || image.StartsWith("http://", StringComparison.Ordinal);

    /// <param name="folder">Where images are kept.</param>
    /// <returns>Path of the image.</returns>
    /// <exception cref="HttpRequestException">It cannot be had.</exception>
    /// <exception cref="InvalidDataException">It is not listed in SHA256SUMS, or is not what stands there.</exception>
    /// <exception cref="TaskCanceledException">It took longer.</exception>
    public static async Task<string> FetchAsync(Uri image, string folder, TimeSpan limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var client = new HttpClient { Timeout = limit, MaxResponseContentBufferSize = MostBytes };
        var name = Path.GetFileName(image.LocalPath);
        var sums = await client.GetStringAsync(new Uri(image, Sums), cancellation);
        var expected = sums.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .FirstOrDefault(words => words.Length == 2 && words[1].TrimStart('*') == name)?[0].ToLowerInvariant()
            ?? throw new InvalidDataException($"{Sums} beside it does not list {name}");
        if (expected.Length != 64 || !expected.All(char.IsAsciiHexDigit))
            throw new InvalidDataException($"{Sums} has no checksum of {name}");
        var path = Path.Combine(folder, expected[..16], name);
        if (File.Exists(path) && Sum(await File.ReadAllBytesAsync(path, cancellation)) == expected)
            return path;
        var bytes = await client.GetByteArrayAsync(image, cancellation);
        if (Sum(bytes) is var found && found != expected)
            throw new InvalidDataException($"{name} has the checksum {found}, and {Sums} says {expected}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path + ".new", bytes, cancellation);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    private static string Sum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
