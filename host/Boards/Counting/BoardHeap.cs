using System.Reflection;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// What an object and all that hangs on it take on a 32-bit nanoFramework board. Its heap is made of blocks of 12 bytes: an object has one
/// and one for each field, whatever its type; an array 20 bytes and its elements, where a reference counts as a block; a string as its
/// bytes, and one of the program's own code as a block that refers to it.
/// </summary>
public static class BoardHeap
{
    public const int BlockBytes = 12;
    private const int ArrayHeaderBytes = 20;

    /// <summary>Bytes of everything reachable from here; the text of strings of the program's own code stays in flash.</summary>
    /// <param name="isOutside">What is not weighed, nor what hangs on it; null: nothing.</param>
    public static long Bytes(object root, Func<object, bool>? isOutside = null) => ByType(root, isOutside).Values.Sum();

    /// <summary>The same by type, arrays by their length too; for who looks for what to make smaller.</summary>
    public static IReadOnlyDictionary<string, long> ByType(object root, Func<object, bool>? isOutside = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<object>([root]);
        var bytes = new Dictionary<string, long>(StringComparer.Ordinal);
        while (waiting.TryPop(out var next))
        {
            if (!seen.Add(next) || next.GetType().Namespace?.EndsWith("Replay", StringComparison.Ordinal) == true
                || isOutside?.Invoke(next) == true)
                continue;
            var own = next switch
            {
                string text => string.IsInterned(text) is null ? Blocks(BlockBytes + text.Length + 1) : BlockBytes,
                Array array => ArrayBytes(array, waiting),
                _ => ObjectBytes(next, waiting),
            };
            var name = next is Array sized ? $"{next.GetType().Name}:{sized.Length}" : next.GetType().Name;
            bytes[name] = bytes.GetValueOrDefault(name) + own;
        }

        return bytes;
    }

    private static long ArrayBytes(Array array, Stack<object> waiting)
    {
        var element = array.GetType().GetElementType()!;
        if (!element.IsValueType)
        {
            foreach (var item in array)
            {
                if (item is not null)
                    waiting.Push(item);
            }
        }

        var size = !element.IsPrimitive
            ? BlockBytes
            : element == typeof(bool) ? 1
            : element == typeof(char) ? 2
            : System.Runtime.InteropServices.Marshal.SizeOf(element);
        return Blocks(ArrayHeaderBytes + ((long)size * array.Length));
    }

    private static long ObjectBytes(object item, Stack<object> waiting)
    {
        var fields = 0;
        for (var type = item.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                fields++;
                if (!field.FieldType.IsValueType && field.GetValue(item) is { } value)
                    waiting.Push(value);
            }
        }

        return BlockBytes * (1L + fields);
    }

    private static long Blocks(long bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;
}
