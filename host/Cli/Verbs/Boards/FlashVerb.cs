using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Cli.Boards;
using MultiAgentEdge.Host.Commands;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Puts nanoFramework and the rover's firmware on an ESP32, by nanoff, and reads back what is there.</summary>
public sealed class FlashVerb : Verb
{
    private const string Firmware = "MultiAgentEdge.Rover.Nano";

    private readonly BoardPort board = new();
    private readonly Option<string> target = new(
        "--target") { Description = "nanoFramework target; the default fits every ESP32, with or without PSRAM", HelpName = "TARGET",
            DefaultValueFactory = _ => "ESP32_PSRAM_REV0" };
    private readonly Option<string?> image = new(
        "--image") { Description = "Firmware image, or its address, held to SHA256SUMS beside it (default: "
            + "firmware/Rover.Nano/bin/Release/MultiAgentEdge.Rover.Nano.bin, else that of the release)", HelpName = "FILE|URL" };
    private readonly Option<bool> runtimeOnly = new("--runtime-only") { Description = "Flash nanoFramework without the rover's firmware" };

    private readonly Option<string> version = new("--fwversion")
    {
        Description = "nanoFramework firmware; the default belongs to the packages of the rover's firmware, empty is the newest",
        HelpName = "VERSION", DefaultValueFactory = _ => NanoVersions.Firmware,
    };

    private readonly Option<bool> all = new("--all")
    {
        Description = "Every board that is plugged in, at once; or those of --port, with commas between them",
    };

    public override string Name => "flash";

    public override string Summary => "Flash nanoFramework and the rover's firmware onto an ESP32, and read back what is on it.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae flash --port /dev/ttyUSB0", "runtime and firmware"),
        ("mae flash --all", "every board that is plugged in, a line a board"),
        ("mae flash --dry-run --port /dev/ttyUSB0", "see the commands"),
        ("mae flash --runtime-only --port /dev/ttyUSB0", "nanoFramework alone, to deploy from an editor"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromMinutes(5);

    public override IEnumerable<Symbol> Symbols => [.. board.Symbols, target, version, image, runtimeOnly, all];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        IReadOnlyList<string> ports = parse.GetValue(all) ? board.All(parse) : [board.Name(parse)];
        var file = parse.GetValue(runtimeOnly)
            ? null
            : Image(parse, context, board.IsDryRun(parse) || ports.Any(BoardPort.IsSimulated));
        List<MaeException> missing = [.. ports.Where(BoardPort.IsMissing).Select(_ => BoardPort.NoBoard()), .. Missing(file)];
        if (board.IsDryRun(parse) || ports.Any(BoardPort.IsSimulated))
        {
            var said = DryRun.Say(context, [.. ports.SelectMany(port => Steps(parse, port, file))]);
            foreach (var one in missing)
                context.Console.WriteLine($"missing: {one.What} {one.Next}");
            if (ports.Any(BoardPort.IsSimulated))
                context.Console.WriteLine("A simulated board holds the rover's firmware already: nothing was flashed.");
            context.Console.WriteLine(BoardMemory.WithoutPsram);
            said.Json["missing"] = JsonText.Array(missing.Select(one => $"{one.What} {one.Next}"));
            return Task.FromResult(said);
        }

        if (missing is [{ Code: "MAE315" }, ..])
        {
            throw missing.Count == 1
                ? missing[0]
                : new MaeException(
                    ExitCode.Configuration, missing[0].Code, string.Join(' ', missing.Select(one => one.What)),
                    string.Join(' ', missing.Select(one => one.Next)));
        }

        if (!parse.GetValue(all))
            BoardPort.Check(ports[0]);
        var nanoff = Nanoff.Find() ?? throw missing[0];
        context.Console.WriteLine(
            "If it waits for the bootloader: hold BOOT on the board, press and release EN (RESET), then release BOOT.");
        if (!parse.GetValue(all))
            return Task.FromResult(new VerbResult(Flash(parse, context, nanoff, ports[0], file, context.Error.WriteLine)));
        return Task.FromResult(FlashAll(parse, context, nanoff, ports, file));
    }

    /// <summary>The image as a file; an address is downloaded and checked first, where anything is to be flashed.</summary>
    private string Image(ParseResult parse, VerbContext context, bool isTrial)
    {
        var built = Path.Combine("firmware", "Rover.Nano", "bin", "Release", Firmware + ".bin");
        var named = parse.GetValue(image)
            ?? (File.Exists(built) || NanoVersions.Release.Length == 0 ? built : NanoVersions.Release + Firmware + ".bin");
        if (!ReleaseImage.IsAddress(named))
            return named;
        if (isTrial)
        {
            context.Console.WriteLine($"would download {named} and hold it to SHA256SUMS beside it");
            return named;
        }

        var kept = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "mae",
            "firmware");
        try
        {
            return ReleaseImage.FetchAsync(new Uri(named), kept, context.Left, context.Cancellation).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is HttpRequestException or UriFormatException or TaskCanceledException
            && !context.Cancellation.IsCancellationRequested)
        {
            throw new MaeException(
                ExitCode.Unreachable, "MAE355", $"{named} cannot be downloaded: {error.Message}",
                "Look at address and network, or name a file: --image FILE.", error);
        }
        catch (InvalidDataException error)
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE356", $"{named} is not taken: {error.Message}.",
                "Download it again; if it stays so, the release is damaged or somebody's else: nothing was flashed.", error);
        }
    }

    /// <summary>Each port by a nanoff of its own, a line a board; what one says stands behind its port.</summary>
    private VerbResult FlashAll(ParseResult parse, VerbContext context, string nanoff, IReadOnlyList<string> ports, string? file)
    {
        var rows = new JsonObject[ports.Count];
        BoardTeam.Each(ports.Count, i =>
        {
            try
            {
                BoardPort.Check(ports[i]);
                rows[i] = Flash(parse, context, nanoff, ports[i], file, line => context.Error.WriteLine($"{ports[i]}: {line}"));
                rows[i]["status"] = "flashed";
            }
            catch (MaeException error)
            {
                rows[i] = new JsonObject { ["port"] = ports[i], ["status"] = "failed", ["reason"] = error.What, ["next"] = error.Next };
                lock (rows)
                    context.Console.WriteLine($"{ports[i]} failed: {error.What} {error.Next}");
            }
        });
        var done = rows.Count(row => row["status"]!.GetValue<string>() == "flashed");
        return new VerbResult(
            new JsonObject { ["flashed"] = done, ["failed"] = ports.Count - done, ["boards"] = new JsonArray([.. rows]) },
            done == ports.Count ? ExitCode.Ok : done > 0 ? ExitCode.Partial : ExitCode.Failed);
    }

    private IEnumerable<string> Steps(ParseResult parse, string port, string? file)
    {
        var details = string.Join(' ', Nanoff.DetailsArguments(port));
        yield return "run nanoff "
            + string.Join(' ', Nanoff.FlashArguments(parse.GetRequiredValue(target), port, parse.GetRequiredValue(version)));
        if (file is not null)
        {
            yield return $"run nanoff {details} and compare its native checksums with those of {file}";
            yield return $"run nanoff {string.Join(' ', Nanoff.DeployArguments(parse.GetRequiredValue(target), port, file))}";
        }

        yield return $"run nanoff {details} and look for {Firmware}";
    }

    private JsonObject Flash(ParseResult parse, VerbContext context, string nanoff, string port, string? file, Action<string> said)
    {
        var details = Nanoff.DetailsArguments(port);
        string Run(IReadOnlyList<string> arguments)
        {
            var run = Nanoff.Run(nanoff, arguments, context.Left, said);
            Check(run, port);
            return run.Output;
        }

        try
        {
            Run(Nanoff.FlashArguments(parse.GetRequiredValue(target), port, parse.GetRequiredValue(version)));
            var found = Run(details);
            if (file is not null)
            {
                Compare(file, found, port);
                Run(Nanoff.DeployArguments(parse.GetRequiredValue(target), port, file));
                found = Run(details);
            }

            if (file is not null && !found.Contains(Firmware, StringComparison.Ordinal))
            {
                throw new MaeException(
                    ExitCode.Failed, "MAE321", $"The board on {port} does not list {Firmware} after flashing.",
                    "Flash again; if it stays so, deploy from the editor and compare: nanoff --nanodevice --devicedetails.");
            }

            lock (board)
                context.Console.WriteLine(
                    $"{port} runs {(file is null ? "nanoFramework" : Firmware)}. Next: mae provision. {BoardMemory.WithoutPsram}");
            return new JsonObject
            {
                ["port"] = port, ["target"] = parse.GetRequiredValue(target), ["image"] = file, ["verified"] = file is not null,
            };
        }
        catch (TimeoutException error)
        {
            throw new MaeException(
                ExitCode.Timeout, "MAE311", error.Message,
                "Unplug the board, plug it in again, hold BOOT and press EN when flashing begins.", error);
        }
    }

    /// <summary>Before the application goes onto a board that would refuse it.</summary>
    private static void Compare(string file, string details, string port)
    {
        IReadOnlyList<(string Version, uint Checksum)> missing;
        try
        {
            missing = NativeCode.Missing(File.ReadAllBytes(file), details);
        }
        catch (InvalidDataException error)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE340", $"{file} is no image of a nanoFramework application: {error.Message}.",
                "Build firmware/Rover.Nano/Rover.Nano.nfproj in Release and name its .bin: --image FILE.", error);
        }

        if (missing.Count > 0)
        {
            var has = NativeCode.OnBoard(details);
            throw new MaeException(
                ExitCode.Rejected, "MAE329",
                $"The firmware on {port} has not the native code that {Path.GetFileName(file)} calls: "
                + string.Join(", ", missing.Select(one => $"checksum 0x{one.Checksum:X8} of an assembly {one.Version}"))
                + $"; it has {string.Join(", ", has.Select(one => $"{one.Name} {one.Version} 0x{one.Checksum:X8}"))}.",
                $"Flash the firmware that belongs to the image's packages: mae flash --fwversion {NanoVersions.Firmware}; or build the "
                + "image against the packages of the firmware that is there (firmware/Rover.Nano/Versions.props). Nothing was deployed.");
        }
    }

    // All at once: who lacks both is not to find that out one by one.
    private static IEnumerable<MaeException> Missing(string? file)
    {
        if (file is not null && !ReleaseImage.IsAddress(file) && !File.Exists(file))
        {
            yield return new MaeException(
                ExitCode.Configuration, "MAE315", $"There is no firmware image {file}.",
                "Build firmware/Rover.Nano/Rover.Nano.nfproj in Release where nanoFramework's project system is "
                + "(firmware/Rover.Nano/README.md), or name one: --image FILE.");
        }

        if (Nanoff.Find() is null)
        {
            yield return new MaeException(
                ExitCode.Configuration, "MAE319", "nanoff, which flashes nanoFramework boards, is not installed.",
                $"Type: {Nanoff.InstallCommand}");
        }
    }

    private static void Check((int ExitCode, string Output) run, string port)
    {
        if (run.ExitCode != 0)
        {
            throw new MaeException(
                ExitCode.Failed, "MAE320", $"nanoff ended with {run.ExitCode} on {port}; its own words stand above.",
                "Hold BOOT, press EN, release BOOT, then try again; close every program that uses the port.");
        }
    }
}
