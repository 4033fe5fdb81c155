using System.Reflection;
using System.Text.Json;

namespace MultiAgentEdge.Host.Fleet.Description;

/// <summary>
/// Finds out where a frame's writer puts each of its fields, by changing one after the other and looking at the bytes: what third parties
/// are told is what is written, whatever a table in a document says.
/// </summary>
public static class FrameLayout
{
    // More than a byte counts, so that a count of two bytes shows both.
    private const int Many = 257;
    private const int BufferBytes = 1 << 17;

    /// <param name="frame">New, with room for more than 257 elements in each array that has a count.</param>
    /// <param name="write">Its writer: buffer, offset, bytes written.</param>
    /// <returns>In the order of the bytes.</returns>
    public static IReadOnlyList<FrameField> Of(object frame, Func<byte[], int, int> write)
    {
        var empty = Bytes(write);
        var numbers = Fields(frame).Where(field => !field.FieldType.IsArray).ToList();
        var arrays = Arrays(frame);
        var counts = numbers.Where(field => IsCount(field) && Grows(frame, field, write, empty.Length)).ToList();
        var found = new List<(int At, FrameField Field)>();
        foreach (var field in numbers)
        {
            var value = counts.Contains(field) && field.FieldType == typeof(int) ? Many : Distinct(field.FieldType);
            var (at, type) = Scalar(Changed(frame, field, value, write)[..empty.Length], empty, field.FieldType);
            found.Add((at, new FrameField(Snake(field.Name), at, type)));
        }

        foreach (var (name, array) in arrays)
        {
            if (Element(array, write, empty) is { } plain)
                found.Add((plain.At, new FrameField(Snake(name), plain.At, plain.Type, Text(array.Length))));
        }

        // All of them at once: which follows which.
        foreach (var count in counts)
            count.SetValue(frame, Some(count));
        var full = Bytes(write);
        var counted = arrays.Select(one => (one.Name, one.Array, Place: Element(one.Array, write, full)))
            .Where(one => one.Place is not null && found.All(other => other.Field.Name != Snake(one.Name)))
            .OrderBy(one => one.Place!.Value.At).ToList();
        foreach (var count in counts)
            count.SetValue(frame, None(count));
        string? before = null;
        foreach (var (name, array, place) in counted)
        {
            var count = counts.Single(field => Moves(frame, field, array, write));
            var (at, type) = place!.Value;
            var many = count.FieldType == typeof(bool) ? $"{Text(array.Length)} where {Snake(count.Name)}" : Snake(count.Name);
            found.Add((at, new FrameField(Snake(name), before is null ? at : null, type, many, before)));
            before = Snake(name);
        }

        // What only a flag brings comes after all of them.
        foreach (var flag in numbers.Where(field => field.FieldType == typeof(bool)))
        {
            flag.SetValue(frame, true);
            var with = Bytes(write);
            foreach (var (name, array) in arrays.Where(one => found.All(other => other.Field.Name != Snake(one.Name))).ToList())
            {
                if (Element(array, write, with) is { } brought)
                {
                    found.Add(
                        (int.MaxValue,
                            new FrameField(Snake(name), null, brought.Type, $"{Text(array.Length)} where {Snake(flag.Name)}", before)));
                }
            }

            flag.SetValue(frame, false);
        }

        return [.. found.OrderBy(one => one.At).ThenBy(one => one.Field.Type, StringComparer.Ordinal).Select(one => one.Field)];
    }

    /// <summary>XM is x in metres.</summary>
    public static string Snake(string name) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(name is [var axis, 'M'] ? $"{axis}_M" : name);

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static FieldInfo[] Fields(object frame) => frame.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance);

    private static List<(string Name, Array Array)> Arrays(object frame) =>
    [
        .. Fields(frame).Where(field => field.FieldType.IsArray).Select(field => (field.Name, (Array)field.GetValue(frame)!)),
        .. frame.GetType().GetProperties().Where(property => property.PropertyType.IsArray)
            .Select(property => (property.Name, (Array)property.GetValue(frame)!)),
    ];

    private static byte[] Bytes(Func<byte[], int, int> write)
    {
        var buffer = new byte[BufferBytes];
        return buffer[..write(buffer, 0)];
    }

    private static byte[] Changed(object frame, FieldInfo field, object value, Func<byte[], int, int> write)
    {
        var before = field.GetValue(frame);
        field.SetValue(frame, value);
        var bytes = Bytes(write);
        field.SetValue(frame, before);
        return bytes;
    }

    // How many elements an array has, or whether it is there at all.
    private static bool IsCount(FieldInfo field) => field.FieldType == typeof(int) || field.FieldType == typeof(bool);

    private static object Some(FieldInfo count) => count.FieldType == typeof(bool) ? true : 2;

    private static object None(FieldInfo count) => count.FieldType == typeof(bool) ? false : 0;

    private static bool Grows(object frame, FieldInfo field, Func<byte[], int, int> write, int length) =>
        Changed(frame, field, Some(field), write).Length > length;

    private static bool Moves(object frame, FieldInfo count, Array array, Func<byte[], int, int> write)
    {
        count.SetValue(frame, Some(count));
        var moves = Element(array, write, Bytes(write)) is not null;
        count.SetValue(frame, None(count));
        return moves;
    }

    // A value none of whose bytes is zero.
    private static object Distinct(Type type) =>
        type == typeof(bool) ? true
        : type == typeof(float) ? 1f / 3
        : type == typeof(double) ? 1.0 / 3
        : type == typeof(long) ? 0x0101010101010101
        : type.IsEnum ? Enum.ToObject(type, Enum.GetUnderlyingType(type) == typeof(byte) ? (byte)1 : 0x01010101)
        : Convert.ChangeType(0x01010101, type, System.Globalization.CultureInfo.InvariantCulture);

    private static (int At, string Type) Scalar(byte[] bytes, byte[] before, Type type)
    {
        var changed = Enumerable.Range(0, before.Length).Where(i => bytes[i] != before[i]).ToList();
        if (changed.Count == 0)
            throw new InvalidOperationException("A field that is not written.");
        return type == typeof(bool)
            ? (changed[0], $"bit {System.Numerics.BitOperations.Log2((uint)(bytes[changed[0]] ^ before[changed[0]]))} of u8")
            : (changed[0],
                $"{(type == typeof(float) || type == typeof(double) ? 'f' : type == typeof(long) ? 'i' : 'u')}{8 * changed.Count}");
    }

    private static (int At, string Type)? Element(Array array, Func<byte[], int, int> write, byte[] before)
    {
        var type = array.GetType().GetElementType()!;
        var kept = array.GetValue(0);
        array.SetValue(type == typeof(byte) ? (object)(byte)1 : 1.0 / 3, 0);
        var bytes = Bytes(write);
        array.SetValue(kept, 0);
        return bytes.SequenceEqual(before) ? null : Scalar(bytes, before, type);
    }
}
