using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using Spectre.Console;

namespace MultiAgentEdge.Host.Fleet.Firmware;

/// <summary>Updates the programs of a fleet's rovers: one first where a canary is named, then all together, or none.</summary>
public static class FirmwarePush
{
    /// <summary>How long rovers that are there need to say so: their words are retained.</summary>
    private static readonly TimeSpan ThereLimit = TimeSpan.FromSeconds(5);

    // Of the time there is: the rest is for going back.
    private const double StageShare = 0.5;
    private const double AliveShare = 0.25;

    /// <param name="canary">Null: all at once.</param>
    public static VerbResult Run(VerbContext context, FleetFile fleet, string verb, FirmwareFile image, string? canary)
    {
        var keys = fleet.Keys();
        using var link = FleetLink.Connect(fleet, verb, context.Timeout, commands: true);
        var said = Roll(context, fleet, link);
        var names = said.Where(one => one.Value.Kind == image.Kind).Select(one => one.Key).ToList();
        Check(image, said, names, canary);
        link.Session.BeginEpoch();
        var rollout = new FirmwareRollout(link.Session, image, names, keys);
        IReadOnlyList<IReadOnlyList<string>> groups = canary is null ? [names] : [[canary], [.. names.Where(name => name != canary)]];
        groups = [.. groups.Where(group => group.Count > 0)];
        long Share(double share) => (long)(share * context.Left.TotalMicroseconds / groups.Count);
        var campaign = new FirmwareCampaign(rollout, groups, Share(StageShare), Share(AliveShare));
        var shown = names.ToDictionary(name => name, name => rollout.Of(name).State);
        link.Listen(() => campaign.IsDone, context.Left, context.Cancellation, now =>
        {
            var wasWhole = !campaign.IsTakingBack;
            campaign.Poll(now);
            foreach (var name in names.Where(name => shown[name] != rollout.Of(name).State))
            {
                shown[name] = rollout.Of(name).State;
                context.Console.WriteLine($"{name}: {Word(shown[name])}{Why(rollout.Of(name))}");
            }

            if (wasWhole && campaign.IsTakingBack)
                context.Console.WriteLine($"Not every rover took it: {string.Join(", ", campaign.Begun)} go back to what they ran.");
        });
        rollout.End();
        return Result(context, fleet, image, rollout, campaign.Begun);
    }

    /// <summary>Takes rovers back to what they ran before.</summary>
    /// <param name="rover">Null: all of the fleet.</param>
    public static VerbResult RunBack(VerbContext context, FleetFile fleet, string verb, string? rover)
    {
        var keys = fleet.Keys();
        using var link = FleetLink.Connect(fleet, verb, context.Timeout, commands: true);
        var said = Roll(context, rover is null ? fleet : fleet with { Rovers = [.. fleet.Rovers.Where(one => one.Name == rover)] }, link);
        if (said.FirstOrDefault(one => one.Value.PreviousVersion == 0) is { Key: { } none })
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE346",
                $"{none} runs {FirmwareVersion.Text(said[none].ActiveVersion)} and has no program before it: nothing was sent.",
                "Push the one that you want: mae firmware push --image FILE; or name a rover that has one: --rover NAME.");
        }

        link.Session.BeginEpoch();
        var back = new FirmwareBack(link.Session, said, keys);
        link.Listen(
            () => back.Targets.All(target => target.State != FirmwareState.Waiting), context.Left, context.Cancellation, back.Poll);
        back.End();
        foreach (var target in back.Targets)
        {
            var version = FirmwareVersion.Text(target.Reported!.ActiveVersion);
            context.Console.WriteLine(
                $"{target.Rover}: {Word(target.State)}{(target.Reason is null ? $", runs {version}" : $" ({target.Reason})")}");
        }

        var json = Lists(back.Targets, []);
        var done = back.Targets.Count(target => target.State == FirmwareState.RolledBack);
        return new VerbResult(
            json,
            done == back.Targets.Count ? ExitCode.Ok
            : done > 0 ? ExitCode.Partial
            : back.Targets.Any(target => target.State == FirmwareState.Refused) ? ExitCode.Rejected : ExitCode.Timeout);
    }

    /// <summary>What every rover of the fleet says of its program.</summary>
    /// <exception cref="MaeException">MAE314: one is not there, or says nothing of it; nothing was sent.</exception>
    private static Dictionary<string, ReportedProgram> Roll(VerbContext context, FleetFile fleet, FleetLink link)
    {
        // A state that the broker kept may be older than the last host: only one that is said now tells how far that had counted.
        ReportedProgram? Said(RoverEntry rover) =>
            link.Session.Roster.TryGetValue(rover.Name, out var there)
                && ((LiveFleet.HasMode(link.Session, rover.Name) && there.StateUs >= 0) || there.Program?.IsInLoader == true)
                ? there.Program
                : null;
        link.Listen(
            () => fleet.Rovers.All(rover => Said(rover) is not null), ThereLimit < context.Left ? ThereLimit : context.Left,
            context.Cancellation);
        if (fleet.Rovers.Where(rover => Said(rover) is null).Select(rover => rover.Name).ToList() is { Count: > 0 } missing)
        {
            throw new MaeException(
                ExitCode.Unreachable, "MAE314",
                $"{string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} not on the broker, or say nothing of a program "
                + "that can be updated over the air. Nothing was sent.",
                "See who is there: mae status. A board without the loader (firmware/Loader) is updated by cable: mae flash.");
        }

        return fleet.Rovers.ToDictionary(rover => rover.Name, rover => Said(rover)!);
    }

    private static void Check(FirmwareFile image, Dictionary<string, ReportedProgram> said, List<string> names, string? canary)
    {
        var other = names.Where(name => said[name].Native != image.Native).ToList();
        if (names.Where(name => said[name].SlotBytes < image.Bytes.Length).ToList() is { Count: > 0 } small)
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE357",
                $"{string.Join(", ", small)} {(small.Count == 1 ? "has" : "have")} {said[small[0]].SlotBytes} bytes for a program, and the "
                + $"image has {image.Bytes.Length}. Nothing was sent.",
                "Make a smaller image, or take boards with more flash (firmware/Loader/README.md).");
        }

        if (names.Count == 0 || other.Count > 0 || (canary is not null && !names.Contains(canary)))
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE345",
                names.Count > 0 && other.Count > 0
                    ? $"{string.Join(", ", other)} have other native code than the image was built for. Nothing was sent."
                    : $"The image is for {image.Kind}, and {canary ?? "no rover of the fleet"} is{(canary is null ? "" : " not")}. "
                        + "Nothing was sent.",
                "Build the image for what they have: the board's nanoFramework firmware, or the Pi's runtime (linux-arm64).");
        }
    }

    private static VerbResult Result(
        VerbContext context, FleetFile fleet, FirmwareFile image, FirmwareRollout rollout, IReadOnlyList<string> begun)
    {
        var touched = rollout.Targets.Where(target => begun.Contains(target.Rover)).ToList();
        var unchanged = fleet.Rovers.Select(rover => rover.Name).Except(begun).ToList();
        foreach (var target in touched)
            context.Console.WriteLine($"{target.Rover}: {FirmwareVersion.Text(image.Version)} {Word(target.State)}{Why(target)}");
        if (unchanged.Count > 0)
            context.Console.WriteLine($"Unchanged: {string.Join(", ", unchanged)}");
        var json = Lists(touched, unchanged);
        json["version"] = FirmwareVersion.Text(image.Version);
        json["size_bytes"] = image.Bytes.Length;
        var updated = touched.Count(target => target.State == FirmwareState.Updated);
        var isSettled = touched.All(
            target => target.State is FirmwareState.Updated or FirmwareState.RolledBack or FirmwareState.Refused);
        return new VerbResult(
            json,
            updated == touched.Count ? ExitCode.Ok
            : updated > 0 ? ExitCode.Partial
            : !isSettled ? ExitCode.Timeout
            : touched.Any(target => target.State == FirmwareState.Refused) ? ExitCode.Rejected : ExitCode.Failed);
    }

    private static JsonObject Lists(IReadOnlyCollection<FirmwareTarget> targets, IReadOnlyList<string> unchanged)
    {
        JsonArray Names(Func<FirmwareTarget, bool> which) => JsonText.Array(targets.Where(which).Select(target => target.Rover));
        return new JsonObject
        {
            ["updated"] = Names(target => target.State == FirmwareState.Updated),
            ["rolled_back"] = Names(target => target.State == FirmwareState.RolledBack),
            ["failed"] = Names(target => target.State is not FirmwareState.Updated and not FirmwareState.RolledBack),
            ["unchanged"] = JsonText.Array(unchanged),
            ["rovers"] = new JsonArray([.. targets.Select(target => (JsonNode)new JsonObject
            {
                ["name"] = target.Rover,
                ["state"] = Word(target.State),
                ["reason"] = target.Reason,
                ["runs"] = target.Reported is { } said ? FirmwareVersion.Text(said.ActiveVersion) : null,
            })]),
        };
    }

    private static string Why(FirmwareTarget target) => target.Reason is { Length: > 0 } reason ? $" ({reason})" : "";

    private static string Word(FirmwareState state) => state switch
    {
        FirmwareState.RolledBack => "rolled back",
        _ => state.ToString().ToLowerInvariant(),
    };
}
