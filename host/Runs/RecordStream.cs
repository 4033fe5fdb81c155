namespace MultiAgentEdge.Host.Runs;

/// <summary>
/// A file that grows with a run. One that forgives writes as long as that is possible: what fails is remembered and said by its owner, the
/// writer goes on and its words are lost, for rovers that drive do not stop because a disk is full.
/// </summary>
public sealed class RecordStream(Stream inner, bool forgives) : Stream
{
    /// <summary>Why nothing is kept any more; null while all is.</summary>
    public IOException? Failure { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        // Where a piece is missing nothing may follow: half a row would be read as one.
        if (Failure is null)
            Try(() => inner.Write(buffer, offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

    public override void Flush() => Try(inner.Flush);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Try(inner.Dispose);
        base.Dispose(disposing);
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
        {
            // A file that the file system, or a limit, lets grow no further is told of as an argument out of range.
            var failure = exception as IOException ?? new IOException(exception.Message.Split(" (Parameter", 2)[0], exception);
            if (!forgives)
                throw failure;
            Failure ??= failure;
        }
    }
}
