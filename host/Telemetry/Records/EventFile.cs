using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>
/// Writes scalars for TensorBoard: records of TFRecord (length, masked CRC-32C of it, data, masked CRC-32C of that), each an Event of
/// TensorFlow's event.proto. The few fields that a scalar has are written by hand: the packages that bring these messages bring TensorFlow.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "What it holds is memory alone.")]
public sealed class EventFile(Stream stream)
{
    private const uint MaskDelta = 0xA282EAD8;

    private readonly MemoryStream data = new();
    private readonly MemoryStream inner = new();
    private readonly MemoryStream value = new();

    /// <summary>The name under which TensorBoard finds a file.</summary>
    public static string Name(string run) => $"events.out.tfevents.0.{run}";

    /// <summary>Writes every number of some tables: the tag is the column, with the rover before a slash, and with the table's name before
    /// it where an earlier table has that column; the step is the row.</summary>
    /// <returns>Scalars written.</returns>
    public long Write(params IReadOnlyList<RecordTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        Begin();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return tables.Sum(table => Write(table, taken));
    }

    private long Write(RecordTable table, HashSet<string> taken)
    {
        var names = table.Columns.Select(column => taken.Contains(column) ? $"{table.Name}/{column}" : column).ToList();
        taken.UnionWith(table.Columns);
        var tags = names.Select(name => Encoding.UTF8.GetBytes(name.Replace('.', '/'))).ToList();
        var (step, written) = (0L, 0L);
        foreach (var (logNs, numbers) in table.Numbers())
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                if (table.IsText[i] || !double.IsFinite(numbers[i]))
                    continue;
                Scalar(logNs / 1e9, step, tags[i], (float)numbers[i]);
                written++;
            }

            step++;
        }

        return written;
    }

    /// <summary>The sum that frames a record: CRC-32C, turned and shifted so that the sum of data with sums in it is a good one.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }

    private void Begin()
    {
        data.SetLength(0);
        // event: wall_time = 1, double; file_version = 3, string
        Tag(data, 1, 1);
        data.Write(BitConverter.GetBytes(0.0));
        Bytes(data, 3, "brain.Event:2"u8);
        Frame();
    }

    private void Scalar(double timeS, long step, byte[] tag, float number)
    {
        // Summary.Value: tag = 1, simple_value = 2, float
        value.SetLength(0);
        Bytes(value, 1, tag);
        Tag(value, 2, 5);
        value.Write(BitConverter.GetBytes(number));
        inner.SetLength(0);
        Bytes(inner, 1, value.GetBuffer().AsSpan(0, (int)value.Length));
        // Event: wall_time = 1, double; step = 2, int64; summary = 5
        data.SetLength(0);
        Tag(data, 1, 1);
        data.Write(BitConverter.GetBytes(timeS));
        Tag(data, 2, 0);
        Varint(data, (ulong)step);
        Bytes(data, 5, inner.GetBuffer().AsSpan(0, (int)inner.Length));
        Frame();
    }

    private void Frame()
    {
        var bytes = data.GetBuffer().AsSpan(0, (int)data.Length);
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Masked(head[..8]));
        stream.Write(head);
        stream.Write(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(head, Masked(bytes));
        stream.Write(head[..4]);
    }

    private static void Tag(MemoryStream to, int field, int wireType) => Varint(to, (ulong)((field << 3) | wireType));

    private static void Bytes(MemoryStream to, int field, ReadOnlySpan<byte> bytes)
    {
        Tag(to, field, 2);
        Varint(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void Varint(MemoryStream to, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            to.WriteByte((byte)(number | 0x80));
        to.WriteByte((byte)number);
    }
}
