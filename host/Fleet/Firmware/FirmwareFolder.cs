using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Host.Fleet.Firmware;

/// <summary>Makes program images of what a build left: a board's assemblies, a Raspberry Pi's publish folder, a simulated board's
/// word.</summary>
public static class FirmwareFolder
{
    /// <summary>A rover's assemblies on a board, each after those that it refers to.</summary>
    public static readonly IReadOnlyList<string> Assemblies =
        ["MultiAgentEdge.Rover.Shared.pe", "MultiAgentEdge.Rover.Motion.pe", "MultiAgentEdge.Rover.Nano.pe"];

    /// <summary>What is started in a publish folder.</summary>
    public const string Executable = "MultiAgentEdge.Rover.Pi";

    // The same folder gives the same bytes, whenever it is packed.
    private static readonly DateTimeOffset Time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="nativeFirmware">The nanoFramework firmware that assemblies of a board were built for.</param>
    /// <exception cref="MaeException">MAE342: no such folder; MAE343: no program in it.</exception>
    public static FirmwareFile Pack(string folder, uint version, string nativeFirmware)
    {
        if (!Directory.Exists(folder))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE342", $"There is no program image or folder {folder}.",
                "Name a .maef file, a board's build (bin/Release) or a publish folder.");
        }

        if (Assemblies.All(name => File.Exists(Path.Combine(folder, name))))
        {
            return FirmwareFile.Pack(
                BoardKind.Nano, version, nativeFirmware,
                [.. Assemblies.Select(name => (name, File.ReadAllBytes(Path.Combine(folder, name))))]);
        }

        if (File.Exists(Path.Combine(folder, Executable)) && Runtime(folder) is { } runtime)
            return FirmwareFile.Pack(BoardKind.RaspberryPi, version, runtime, [("program.zip", Zip(folder))]);
        throw new MaeException(
            ExitCode.Configuration, "MAE343",
            $"{folder} holds no rover's program: neither {string.Join(", ", Assemblies)}, nor {Executable} published for a runtime.",
            "Build firmware/Rover.Nano in Release, or: dotnet publish firmware/Rover.Pi -c Release -r linux-arm64 --self-contained");
    }

    /// <summary>What a simulated board shall do.</summary>
    /// <param name="behaviour">good, crashes or mute.</param>
    /// <param name="fillBytes">So much more in it, so that it takes as many chunks as a real one.</param>
    public static FirmwareFile Simulated(string behaviour, uint version, int fillBytes)
    {
        var random = new Xoshiro256(1);
        byte[] fill = [.. Enumerable.Range(0, fillBytes).Select(_ => (byte)random.NextUInt64())];
        (string, byte[])[] files = [("program.txt", Encoding.ASCII.GetBytes(behaviour)), ("fill.bin", fill)];
        return FirmwareFile.Pack(BoardKind.Simulated, version, "simulated", fillBytes > 0 ? files : files[..1]);
    }

    /// <summary>linux-arm64 and the like; null where it was published for none.</summary>
    private static string? Runtime(string folder)
    {
        var path = Path.Combine(folder, Executable + ".deps.json");
        if (!File.Exists(path))
            return null;
        var name = (string?)JsonNode.Parse(File.ReadAllText(path))?["runtimeTarget"]?["name"];
        return name?.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? name[(slash + 1)..] : null;
    }

    private static byte[] Zip(string folder)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            // Settings that somebody put beside it hold secrets, of one rover.
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith(".cfg", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
                var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
                entry.LastWriteTime = Time;
                entry.ExternalAttributes = (name == Executable ? 0x81ED : 0x81A4) << 16;
                using var to = entry.Open();
                using var from = File.OpenRead(file);
                from.CopyTo(to);
            }
        }

        return memory.ToArray();
    }
}
