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

    /// <summary>Reads them off an assembly.</summary>
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
            metadata.TypeReferences.Count + metadata.MemberReferences.Count + metadata.AssemblyReferences.Count);
    }

    private static AssemblyTables Counted(int types, int fields, int statics, int methods) =>
        new(types, fields, statics, methods, methods * 2 / 5);
}
