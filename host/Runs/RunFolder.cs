using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text;

namespace MultiAgentEdge.Host.Runs;

/// <summary>
/// Where one run leaves everything: <c>runs/20260401T120000Z-demo-1/</c>. A file appears under its name only when it is whole: it is
/// written beside it first and renamed, so a run that is killed leaves no half file, at most a <c>.partial</c>.
/// </summary>
public sealed class RunFolder
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly AsyncLocal<ConcurrentBag<RunFolder>?> Followed = new();

    private RunFolder(string path)
    {
        Path = path;
        Followed.Value?.Add(this);
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Makes a folder of its own for this run, also when several start in one second.</summary>
    /// <param name="root">Made where it is not there.</param>
    /// <param name="verb">[a-z0-9-].</param>
    public static RunFolder Create(string root, string verb, DateTimeOffset now)
    {
        if (File.Exists(root))
            throw new IOException($"{root} is a file, no folder for runs.");
        Directory.CreateDirectory(root);
        var stem = $"{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{verb}";
        for (var n = 1; n <= 10_000; n++)
        {
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, $"{stem}-{n}"));
            if (Directory.Exists(path))
                continue;
            // Two processes may both get here; the marker is what only one of them can create.
            Directory.CreateDirectory(path);
            try
            {
                using (new FileStream(System.IO.Path.Combine(path, ".claimed"), FileMode.CreateNew))
                    return new RunFolder(path);
            }
            catch (IOException) when (File.Exists(System.IO.Path.Combine(path, ".claimed")))
            {
            }
        }

        throw new IOException($"{root} holds ten thousand runs of this second.");
    }

    /// <summary>A folder that a run made before.</summary>
    /// <exception cref="DirectoryNotFoundException">It is not there.</exception>
    public static RunFolder Open(string path) => Directory.Exists(path)
        ? new RunFolder(System.IO.Path.GetFullPath(path))
        : throw new DirectoryNotFoundException($"{path} is not there.");

    /// <summary>Those that the caller, and whatever it starts, makes or opens from now on: for who has to close them when it does
    /// not.</summary>
    public static IEnumerable<RunFolder> Follow() => Followed.Value = [];

    /// <summary>Holds the folder for this process until it is disposed, or the process ends however it does.</summary>
    /// <exception cref="IOException">Another process holds it.</exception>
    public IDisposable Hold() => new FileStream(PathOf(".held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes)
    {
        var partial = PathOf(name + ".partial");
        try
        {
            using var stream = new FileStream(partial, FileMode.Create, FileAccess.Write);
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
        {
            // Half a file is of no use, and on a full disk in the way of others.
            File.Delete(partial);
            throw exception as IOException ?? new IOException(exception.Message.Split(" (Parameter", 2)[0], exception);
        }

        File.Move(partial, PathOf(name), overwrite: true);
    }

    public void Write(string name, JsonObject json) => Write(name, json.ToJsonString(Readable) + "\n");

    /// <summary>A text file that grows while the run goes on; it gets its name when it is disposed.</summary>
    /// <param name="forgives">A disk that is full stops nobody: see <see cref="PartialFile.Failure"/>.</param>
    public PartialFile Begin(string name, bool forgives = false) => new(PathOf(name), keepBytes: 0, forgives);

    /// <summary>One that a run before left, cut to the bytes given.</summary>
    /// <param name="keepBytes">As <see cref="PartialFile.Flush"/> gave them.</param>
    /// <exception cref="IOException">It is not there or shorter.</exception>
    public PartialFile Continue(string name, long keepBytes, bool forgives = false) => new(PathOf(name), keepBytes, forgives);
}
