using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MultiAgentEdge.NanoProfile;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Bytecode of an ESP32 rover's three assemblies, as the board stores it.</summary>
public sealed record BoardImage(int SharedBytes, int MotionBytes, int FirmwareBytes)
{
    /// <summary>Most that one assembly may have: its offsets have 16 bits.</summary>
    public const int LimitBytes = CompiledCode.TableBytes;

    public int TotalBytes => SharedBytes + MotionBytes + FirmwareBytes;

    public static BoardImage Measure()
    {
        using var shared = BoardAssemblies.OpenShared();
        using var motion = BoardAssemblies.OpenMotion();
        using var firmware = BoardAssemblies.OpenFirmware();
        return new BoardImage(ByteCodeBytes(shared), ByteCodeBytes(motion), ByteCodeBytes(firmware));
    }

    private static int ByteCodeBytes(Stream image)
    {
        using var pe = new PEReader(image);
        var metadata = pe.GetMetadataReader();
        return metadata.MethodDefinitions.Select(handle => metadata.GetMethodDefinition(handle).RelativeVirtualAddress).Where(
            address => address != 0)
            .Sum(address => ByteCode.Measure(pe.GetMethodBody(address)).Bytes);
    }
}
