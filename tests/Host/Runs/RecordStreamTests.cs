using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Tests.Host.Runs;

public sealed class RecordStreamTests
{
    [Fact]
    public void A_file_that_forgives_loses_what_comes_after_a_failure_and_says_why()
    {
        using var disk = new FullDisk(room: 10);
        using var record = new RecordStream(disk, forgives: true);

        record.Write("12345"u8);
        Assert.Null(record.Failure);
        record.Write("6789012345"u8);
        record.Write("x"u8);
        record.Flush();

        Assert.IsType<IOException>(record.Failure);
        Assert.Equal("12345"u8, disk.ToArray());
    }

    [Fact]
    public void One_that_does_not_throws()
    {
        using var record = new RecordStream(new FullDisk(room: 1), forgives: false);

        Assert.Throws<IOException>(() => record.Write("12345"u8));
    }

    private sealed class FullDisk(int room) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > room)
                throw new IOException("No space left on device");
            base.Write(buffer, offset, count);
        }
    }
}
