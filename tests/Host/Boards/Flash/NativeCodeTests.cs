using System.Buffers.Binary;
using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards.Flash;

/// <summary>An application and a firmware that do not belong together are told apart before anything is deployed.</summary>
public class NativeCodeTests
{
    private const string Details = """
        Native Assemblies:
          mscorlib v100.5.0.24, checksum 0x1549C856
          System.Net v100.2.0.14, checksum 0x8EFB9944
          nanoFramework.Runtime.Native v100.0.10.0, checksum 0x0EAE898B
        """;

    [Fact]
    public void What_a_board_has_is_read_from_what_nanoff_says() =>
        Assert.Equal(
            [("mscorlib", "100.5.0.24", 0x1549C856u), ("System.Net", "100.2.0.14", 0x8EFB9944u),
                ("nanoFramework.Runtime.Native", "100.0.10.0", 0x0EAE898Bu)],
            NativeCode.OnBoard(Details));

    [Fact]
    public void An_image_whose_native_code_is_there_is_missing_nothing() =>
        Assert.Empty(NativeCode.Missing([.. Assembly(0x1549C856), .. Assembly(0), .. Assembly(0x8EFB9944, 131)], Details));

    /// <summary>As in July 2026: the firmware went on, the package did not.</summary>
    [Fact]
    public void An_image_that_calls_another_System_Net_is_named() =>
        Assert.Equal([("1.11.60.0", 0xD82C1452u)], NativeCode.Missing([.. Assembly(0x1549C856), .. Assembly(0xD82C1452)], Details));

    [Fact]
    public void A_board_that_says_nothing_of_its_native_code_is_not_judged() =>
        Assert.Empty(NativeCode.Missing(Assembly(0xD82C1452), "Target: ESP32_REV0"));

    [Fact]
    public void What_is_no_image_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => NativeCode.Of("MZ and more of it"u8));
        var cut = Assembly(7);
        BinaryPrimitives.WriteUInt32LittleEndian(cut.AsSpan(100), 9999);
        Assert.Throws<InvalidDataException>(() => NativeCode.Of(cut));
    }

    [Fact]
    public void The_firmware_that_belongs_to_the_packages_is_asked_for_by_version()
    {
        var arguments = Nanoff.FlashArguments("ESP32_REV0", "/dev/ttyUSB0", NanoVersions.Firmware).ToList();
        Assert.Equal(NanoVersions.Firmware, arguments[arguments.IndexOf("--fwversion") + 1]);
        Assert.Matches(@"^\d+\.\d+\.\d+\.\d+$", NanoVersions.Firmware);
        Assert.DoesNotContain("--fwversion", Nanoff.FlashArguments("ESP32_REV0", "/dev/ttyUSB0", ""));
    }

    /// <summary>A header as mscorlib.pe of the package has it.</summary>
    private static byte[] Assembly(uint checksum, int size = 124)
    {
        var bytes = new byte[(size + 3) & ~3];
        "NFMRK1\0\0"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), checksum);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(28), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(30), 11);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(32), 60);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(100), (uint)size);
        return bytes;
    }
}
