using System.Text;

namespace MultiAgentEdge.Tests.Host.Telemetry.Records;

/// <summary>Reads event files by the description alone: TFRecord's frames with CRC-32C from its polynomial bit by bit, and the fields of
/// event.proto by number. It shares nothing with what writes them.</summary>
internal static class EventFileReader
{
    public static IEnumerable<(string Tag, long Step, double TimeS, float Value)> Read(byte[] file)
    {
        var isFirst = true;
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BitConverter.ToUInt64(file, at);
            Assert.Equal(Masked(file.AsSpan(at, 8)), BitConverter.ToUInt32(file, at + 8));
            var data = file.AsSpan(at + 12, length).ToArray();
            Assert.Equal(Masked(data), BitConverter.ToUInt32(file, at + 12 + length));
            at += length + 16;
            var fields = Fields(data).ToList();
            var time = BitConverter.ToDouble(fields.Single(field => field.Number == 1).Bytes);
            if (isFirst)
            {
                Assert.Equal("brain.Event:2", Encoding.UTF8.GetString(fields.Single(field => field.Number == 3).Bytes));
                isFirst = false;
                continue;
            }

            var step = (long)(fields.FirstOrDefault(field => field.Number == 2).Varint);
            var summary = Fields(fields.Single(field => field.Number == 5).Bytes).Single(field => field.Number == 1);
            var value = Fields(summary.Bytes).ToList();
            yield return (Encoding.UTF8.GetString(value.Single(field => field.Number == 1).Bytes), step, time,
                BitConverter.ToSingle(value.Single(field => field.Number == 2).Bytes));
        }
    }

    private static IEnumerable<(int Number, ulong Varint, byte[] Bytes)> Fields(byte[] data)
    {
        for (var at = 0; at < data.Length;)
        {
            var key = Varint(data, ref at);
            var (number, type) = ((int)(key >> 3), (int)(key & 7));
            var varint = type == 0 ? Varint(data, ref at) : 0;
            var count = type switch { 0 => 0, 1 => 8, 5 => 4, 2 => (int)Varint(data, ref at), _ => throw new FormatException($"type {type}") };
            yield return (number, varint, data[at..(at + count)]);
            at += count;
        }
    }

    private static ulong Varint(byte[] data, ref int at)
    {
        var number = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            number |= (ulong)(data[at] & 0x7F) << shift;
            if (data[at++] < 0x80)
                return number;
        }
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }
}
