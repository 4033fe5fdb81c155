using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// What the interpreter keeps in its heap for each assembly it loads: 140 bytes, 8 a type, 2 a field and 12 a static one, 3 a method, 4 a
/// reference to any of them (CLR_RT_Assembly, 32 bits, with what it keeps for debuggers, as the firmware that nanoff flashes is built).
/// Constants are no fields on a board.
/// </summary>
/// <param name="References">To types, methods, fields and assemblies.</param>
internal sealed record AssemblyTables(int Types, int Fields, int StaticFields, int Methods, int References)
{
    private const int AssemblyBytes = 140;

    public long Bytes =>
        (AssemblyBytes + (8L * Types) + (2L * Fields) + (12L * StaticFields) + (3L * Methods) + (4L * References)
            + BoardHeap.BlockBytes - 1) / BoardHeap.BlockBytes * BoardHeap.BlockBytes;

    /// <summary>The libraries that the firmware needs beside mscorlib, counted in the text of their sources (July 2026), to a tenth or so;
    /// references as two fifths of the methods.</summary>
    public static IReadOnlyDictionary<string, AssemblyTables> Libraries { get; } = new SortedDictionary<string, AssemblyTables>(
        StringComparer.Ordinal)
    {
        ["System.Net"] = Counted(57, 98, 17, 303),
        ["System.IO.FileSystem"] = Counted(36, 60, 11, 201),
        ["System.Threading"] = Counted(25, 20, 4, 162),
        ["nanoFramework.Hardware.Esp32"] = Counted(48, 37, 7, 162),
        ["System.IO.Ports"] = Counted(12, 27, 3, 82),
        ["System.Device.Gpio"] = Counted(15, 25, 3, 74),
        ["System.Device.Wifi"] = Counted(12, 23, 13, 60),
        ["System.Device.I2c"] = Counted(7, 15, 0, 30),
        ["System.Device.Pwm"] = Counted(3, 12, 0, 25),
        ["System.Device.Adc"] = Counted(5, 8, 0, 25),
        ["System.IO.Streams"] = Counted(6, 10, 1, 50),
        ["System.Math"] = Counted(2, 0, 0, 60),
        ["nanoFramework.System.Text"] = Counted(8, 10, 2, 50),
        ["nanoFramework.Runtime.Events"] = Counted(12, 20, 4, 50),
        ["nanoFramework.Runtime.Native"] = Counted(14, 30, 2, 60),
    };

    /// <summary>Reads them off an assembly; the attributes that .NET's build writes into it no board's does.</summary>
    public static AssemblyTables Of(Stream image)
    {
        using var pe = new PEReader(image);
        var metadata = pe.GetMetadataReader();
        var fields = metadata.FieldDefinitions
            .Select(handle => metadata.GetFieldDefinition(handle).Attributes)
            .Where(one => !one.HasFlag(FieldAttributes.Literal)).ToList();
        return new AssemblyTables(
            metadata.TypeDefinitions.Count, fields.Count, fields.Count(one => one.HasFlag(FieldAttributes.Static)),
            metadata.MethodDefinitions.Count,
            metadata.TypeReferences.Count(one => !IsDescription(one)) + metadata.AssemblyReferences.Count
                + metadata.MemberReferences.Count(
                    one => metadata.GetMemberReference(one).Parent is not { Kind: HandleKind.TypeReference } parent
                        || !IsDescription((TypeReferenceHandle)parent)));

        bool IsDescription(TypeReferenceHandle type) =>
            metadata.GetString(metadata.GetTypeReference(type).Namespace) is { } space
            && (space.StartsWith("System.Reflection", StringComparison.Ordinal)
                || space.StartsWith("System.Runtime.Versioning", StringComparison.Ordinal));
    }

    /// <summary>Reads them off an assembly as a board loads it (CLR_RECORD_ASSEMBLY: where each of 16 tables starts stands at byte 40; how
    /// many static fields a type has, at byte 20 of its record).</summary>
    public static AssemblyTables OfBoard(ReadOnlySpan<byte> image)
    {
        const int assemblyReference = 0, typeReference = 1, fieldReference = 2, methodReference = 3, type = 4, field = 5, method = 6;
        int[] recordBytes = [12, 8, 8, 8, 24, 8, 16];
        var starts = new int[recordBytes.Length + 1];
        for (var i = 0; i < starts.Length; i++)
            starts[i] = BinaryPrimitives.ReadInt32LittleEndian(image[(40 + (4 * i))..]);
        int Count(int table) => (starts[table + 1] - starts[table]) / recordBytes[table];
        var statics = 0;
        for (var at = starts[type]; at + recordBytes[type] <= starts[type + 1]; at += recordBytes[type])
            statics += image[at + 20];
        return new AssemblyTables(
            Count(type), Count(field), statics, Count(method),
            Count(assemblyReference) + Count(typeReference) + Count(fieldReference) + Count(methodReference));
    }

    private static AssemblyTables Counted(int types, int fields, int statics, int methods) =>
        new(types, fields, statics, methods, methods * 2 / 5);
}
