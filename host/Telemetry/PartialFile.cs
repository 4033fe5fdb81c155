using System.Text;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>A text file under <c>name.partial</c> until <see cref="Complete"/>.</summary>
public sealed class PartialFile : IDisposable
{
    private readonly string path;
    private readonly StreamWriter writer;
    private bool closed;

    internal PartialFile(string path)
    {
        this.path = path;
        writer = new StreamWriter(path + ".partial", append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
    }

    public TextWriter Writer => writer;

    /// <summary>Everything is in: the file gets its name.</summary>
    public void Complete()
    {
        if (closed)
            return;
        Dispose();
        File.Move(path + ".partial", path, overwrite: true);
    }

    /// <summary>Closes it; without <see cref="Complete"/> it stays a <c>.partial</c>, readable up to where the run came.</summary>
    public void Dispose()
    {
        if (closed)
            return;
        closed = true;
        writer.Dispose();
    }
}
