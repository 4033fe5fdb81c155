using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet.Firmware;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Makes a program image of what a build left.</summary>
public sealed class FirmwarePackVerb : Verb
{
    private readonly Argument<string?> folder = new("folder")
    {
        Description = "Where the rover's assemblies (.pe) are, or a publish folder of firmware/Rover.Pi", Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> simulated = new Option<string?>("--simulated")
    {
        Description = "Instead of a folder, for simulated boards: a program that is good, crashes or is mute",
    }.AcceptOnlyFromAmong("good", "crashes", "mute");

    private readonly Option<int?> fill = NumberOption.Int(
        "--fill", "With --simulated: so many bytes more in it, as long as a real one", 1, 1 << 20);

    private readonly Option<string> version = new("--version")
    {
        Description = "Of the program; rovers take a higher one than they run", Required = true, HelpName = "MAJOR.MINOR.PATCH",
    };

    private readonly Option<string> output = new("--out") { Description = "Where to write it (.maef)", Required = true, HelpName = "FILE" };
    private readonly Option<bool> force = new("--force") { Description = "Overwrite the file of --out" };

    public override string Name => "pack";

    public override string Summary => "Make a program image of what a build left.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae firmware pack firmware/Rover.Nano/bin/Release --version 0.2.0 --out rover.maef", "for ESP32 boards with the loader"),
        ("mae firmware pack publish --version 0.2.0 --out pi.maef", "of dotnet publish firmware/Rover.Pi -r linux-arm64 -o publish"),
        ("mae firmware pack --simulated crashes --version 0.3.0 --out bad.maef", "one that fails, to see what happens"),
    ];

    public override IEnumerable<Symbol> Symbols => [folder, simulated, fill, version, output, force];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var number = FirmwareVersion.Parse(parse.GetRequiredValue(version));
        var path = parse.GetRequiredValue(output);
        if (!parse.GetValue(force))
            OutputFile.RefuseExisting(force.Name, path);
        if (parse.GetValue(folder) is null == parse.GetValue(simulated) is null)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE347", "An image is made of a folder, or with --simulated; one of the two.",
                "Type: mae firmware pack FOLDER --version 0.2.0 --out FILE");
        }

        var image = parse.GetValue(folder) is { } from
            ? FirmwareFolder.Pack(from, number, NanoVersions.Firmware)
            : FirmwareFolder.Simulated(parse.GetValue(simulated)!, number, parse.GetValue(fill) ?? 0);
        try
        {
            File.WriteAllBytes(path, image.Bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE322", $"{path} cannot be written: {error.Message}", "Name another file: --out FILE", error);
        }

        context.Console.WriteLine(
            $"{path}: {image.Kind} {FirmwareVersion.Text(image.Version)}, {image.Bytes.Length} bytes"
            + (image.HeapBytes > 0 ? $", takes {image.HeapBytes} bytes of a board's heap while it runs" : ""));
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["file"] = path,
            ["kind"] = image.Kind.ToString().ToLowerInvariant(),
            ["version"] = FirmwareVersion.Text(image.Version),
            ["size_bytes"] = image.Bytes.Length,
            ["flash_bytes"] = FirmwareNeed.SlotBytes(image.Bytes.Length),
            ["heap_bytes"] = image.HeapBytes,
            ["files"] = new JsonArray([.. image.Files.Select(
                file => (JsonNode)new JsonObject { ["name"] = file.Name, ["size_bytes"] = file.Bytes })]),
        }));
    }
}
