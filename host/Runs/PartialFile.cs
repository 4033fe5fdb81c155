using System.Text;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Runs;

/// <summary>A text file under <c>name.partial</c> until <see cref="Complete"/>.</summary>
public sealed class PartialFile : IDisposable
{
    public const string Extension = ".partial";

    private readonly string path;
    private readonly FileStream stream;
    private readonly StreamWriter writer;
    private readonly RecordStream record;
    private bool closed;

    /// <param name="keepBytes">What stays of the file that is there; 0 begins anew.</param>
    /// <param name="forgives">What cannot be written is lost and said in <see cref="Failure"/>, and no write throws.</param>
    internal PartialFile(string path, long keepBytes, bool forgives)
    {
        this.path = path;
        if (keepBytes > 0 && !File.Exists(path + Extension))
            PackedFile.Unpack(path);
        // A run may be killed between the rename and what it does next: then the file has its name already.
        if (keepBytes > 0 && !File.Exists(path + Extension) && File.Exists(path))
            File.Move(path, path + Extension);
        stream = new FileStream(
            path + Extension, keepBytes > 0 ? FileMode.Open : FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1);
        if (stream.Length < keepBytes)
        {
            stream.Dispose();
            throw new IOException($"{path}.partial is shorter than it was when the checkpoint was taken.");
        }

        stream.SetLength(keepBytes);
        stream.Seek(0, SeekOrigin.End);
        record = new RecordStream(stream, forgives);
        writer = new StreamWriter(record, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
    }

    /// <summary>Gives a partial file of somebody who does not come back its name, up to the end of its last whole line; the writer may
    /// still be at it.</summary>
    /// <param name="partial">Its path, with <see cref="Extension"/>; left as it is where its name is taken.</param>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static void Rescue(string partial)
    {
        var path = partial[..^Extension.Length];
        if (File.Exists(path))
            return;
        byte[] bytes;
        using (var reading = new FileStream(partial, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            bytes = new byte[reading.Length];
            reading.ReadExactly(bytes);
        }

        var whole = bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
        if (whole.IsEmpty)
            return;
        File.WriteAllBytes(path, whole.ToArray());
        File.Delete(partial);
    }

    public TextWriter Writer => writer;

    /// <summary>For a file that is no text.</summary>
    public Stream Stream => record;

    /// <summary>What the operating system has is on the disk: beside whoever writes, and without a word where that fails.</summary>
    public void ToDisk()
    {
        try
        {
            if (!closed)
                RandomAccess.FlushToDisk(stream.SafeFileHandle);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // The next write says so.
        }
    }

    /// <summary>Why what was written since is not in the file, of one that forgives; null while all is.</summary>
    public IOException? Failure => record.Failure;

    /// <summary>Everything written so far is on the disk.</summary>
    /// <returns>Its bytes: what <see cref="RunFolder.Continue"/> is to keep.</returns>
    public long Flush()
    {
        writer.Flush();
        if (Failure is null)
            stream.Flush(flushToDisk: true);
        return stream.Length;
    }

    /// <summary>Everything is in: the file gets its name. One that misses something stays a <c>.partial</c>.</summary>
    public void Complete()
    {
        if (closed)
            return;
        Dispose();
        if (Failure is not null)
            return;
        File.Move(path + Extension, path, overwrite: true);
        File.Delete(path + PackedFile.Extension);
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
