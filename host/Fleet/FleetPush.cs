using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>Brings parameter sets to rovers and waits for their word: staged by all, then active at one tick.</summary>
public static class FleetPush
{
    // Periods between the last "staged" and the tick of activation: enough for the slowest link to confirm the tick.
    private const uint LeadTicks = 12;

    /// <summary>How long to listen for the rovers' retained words where a set can be pushed without them.</summary>
    private static readonly TimeSpan RetainedLimit = TimeSpan.FromSeconds(1.5);

    /// <param name="verb">As on the command line.</param>
    /// <param name="build">Version to rover name to bytes; the version is above every one that a rover reports.</param>
    public static VerbResult Run(
        VerbContext context, FleetFile fleet, string verb, string runsFolder, Func<uint, IReadOnlyDictionary<string, byte[]>> build) =>
        Run(context, fleet, verb, runsFolder, RetainedLimit, (version, _) => build(version));

    /// <summary>As <see cref="Run(VerbContext, FleetFile, string, string, Func{uint, IReadOnlyDictionary{string, byte[]}})"/>, with a low
    /// number also for rovers whose version is beyond the end of the numbers: they go back from exactly the one they report.</summary>
    public static VerbResult RunRestart(
        VerbContext context, FleetFile fleet, string verb, string runsFolder, Func<uint, IReadOnlyDictionary<string, byte[]>> build) =>
        Run(context, fleet, verb, runsFolder, context.Timeout, (version, _) => build(version), restart: true);

    /// <summary>Gives every rover the set again that it had before: the newest one, of a push that left its run folder, below the one it
    /// drives now.</summary>
    /// <exception cref="MaeException">MAE314: a rover is not there, MAE305: no push is known that it had before; nothing was
    /// sent.</exception>
    public static VerbResult RunBack(VerbContext context, FleetFile fleet, string verb, string runsFolder) =>
        Run(context, fleet, verb, runsFolder, context.Timeout, (version, session) => fleet.Rovers.ToDictionary(rover => rover.Name, rover =>
        {
            if (!session.Roster.TryGetValue(rover.Name, out var there) || there.Reported is not { } reported)
            {
                throw new MaeException(
                    ExitCode.Unreachable, "MAE314", $"{rover.Name} has not said which set it has, so nobody knows the one before.",
                    "Look who is there: mae status");
            }

            var before = PushHistory.Before(runsFolder, fleet.Fleet, rover.Name, reported.ActiveVersion)
                ?? throw new MaeException(
                    ExitCode.Configuration,
                    "MAE305",
                    $"{rover.Name} has version {reported.ActiveVersion}, and no push in {runsFolder} gave it one before that.",
                    $"Name the folder of its pushes with --runs, or a set: mae param load FILE --rover {rover.Name}");
            context.Console.WriteLine(
                $"{rover.Name}: back from version {reported.ActiveVersion} to what version {before.Set.Version} was, {before.Path}");
            return before.Renumbered(version);
        }));

    /// <summary>Gives every rover the set that it has, with a change in it.</summary>
    /// <param name="change">For run.json.</param>
    /// <param name="build">Version and session to rover name to bytes.</param>
    /// <param name="each">Completes what is said of each rover.</param>
    internal static VerbResult RunTuned(
        VerbContext context, FleetFile fleet, string verb, string runsFolder, JsonObject change,
        Func<uint, FleetSession, IReadOnlyDictionary<string, byte[]>> build, Action<JsonObject> each) =>
        Run(context, fleet, verb, runsFolder, context.Left, build, options: change, each: each);

    private static VerbResult Run(
        VerbContext context, FleetFile fleet, string verb, string runsFolder, TimeSpan listen,
        Func<uint, FleetSession, IReadOnlyDictionary<string, byte[]>> build,
        bool restart = false, JsonObject? options = null, Action<JsonObject>? each = null)
    {
        var keys = fleet.Keys();
        var name = verb.Split(' ')[^1];
        using var link = FleetLink.Connect(fleet, name, context.Timeout, commands: true);
        var session = link.Session;
        // The rovers' own retained words: which version they have, which session they have heard.
        link.Listen(
            () => fleet.Rovers.All(rover => session.Roster.TryGetValue(rover.Name, out var there) && there.Reported is not null),
            listen < context.Left ? listen : context.Left, context.Cancellation);
        session.BeginEpoch();
        var names = fleet.Rovers.Select(rover => rover.Name).ToList();
        var version = restart ? FleetVersions.Restart(session, names) : FleetVersions.Next(session, names);
        var sets = build(version, session);
        var said = options?.DeepClone().AsObject() ?? [];
        (said["fleet"], said["version"], said["signed"], said["restart_versions"]) = (fleet.Fleet, version, keys is not null, restart);
        var header = new RunHeader(verb, said);
        using var journal = RunJournal.Begin(runsFolder, name, header, context);
        var run = journal.Folder;
        foreach (var (rover, bytes) in sets)
            run.Write($"{rover}.v{version}.maep", bytes);

        VerbResult? result = null;
        journal.KeepAsync(
            () =>
            {
                result = Bring(context, fleet, link, new ParameterRollout(session, version, sets, keys, allowRollback: restart), run);
                foreach (var rover in result.Json["rovers"]!.AsArray())
                    each?.Invoke(rover!.AsObject());
                return Task.CompletedTask;
            },
            _ => result?.Json ?? new JsonObject { ["version"] = version, ["run_dir"] = run.Path }).GetAwaiter().GetResult();
        return result!;
    }

    private static VerbResult Bring(VerbContext context, FleetFile fleet, FleetLink link, ParameterRollout rollout, RunFolder run)
    {
        var session = link.Session;
        rollout.Begin(link.NowUs);
        // A broker that takes no chunk of this size will not take it when it is sent again.
        bool IsTooLarge() => session.Refusal is { Cause: BrokerCause.MessageTooLarge };
        link.Listen(
            () => IsTooLarge() || rollout.AllStaged
                || rollout.Targets.All(target => target.State is RolloutState.Refused or RolloutState.Staged or RolloutState.Active),
                context.Left, context.Cancellation, rollout.Poll);
        if (rollout.AllStaged)
        {
            // A fleet that drives switches together a little ahead of its furthest rover; one that stands, at once.
            var driving = session.Roster.Values.Where(rover => rover.IsDriving).ToList();
            rollout.ActivateAt(driving.Count == 0 ? 0 : driving.Max(rover => rover.Tick) + LeadTicks, link.NowUs);
            link.Listen(() => rollout.AllActive, context.Left, context.Cancellation, rollout.Poll);
        }

        rollout.End();
        return Result(context, fleet, rollout, run, rollout.AllActive ? null : session.Refusal);
    }

    private static VerbResult Result(
        VerbContext context, FleetFile fleet, ParameterRollout rollout, RunFolder run, (BrokerCause Cause, string Text)? refusal)
    {
        foreach (var target in rollout.Targets)
        {
            context.Console.WriteLine(
                $"{target.Rover}: version {rollout.Version} "
                + $"{target.State.ToString().ToLowerInvariant()}{(target.Reason is null ? "" : $" ({target.Reason})")}");
        }

        if (refusal is { } said)
            context.Console.WriteLine(said.Cause == BrokerCause.MessageTooLarge
                ? $"MAE428 The broker takes no message as large as a push sends ({said.Text}). Raise message_size_limit or "
                    + $"max_packet_size there."
                : $"MAE404 The broker refuses what a push sends ({said.Text}). Check its access list: mae doctor --fleet FILE.");
        var active = rollout.Targets.Count(target => target.State == RolloutState.Active);
        var code = rollout.AllActive ? ExitCode.Ok
            : active > 0 ? ExitCode.Partial
            : rollout.AnyRefused || refusal is not null ? ExitCode.Rejected
            : rollout.Targets.All(target => target.State == RolloutState.Waiting) ? ExitCode.Unreachable
            : ExitCode.Timeout;
        var json = new JsonObject
        {
            ["version"] = rollout.Version,
            ["active"] = active,
            ["cause"] = refusal is { } why ? BrokerCheck.Name(why.Cause) : null,
            ["cause_detail"] = refusal?.Text,
            ["rovers"] = new JsonArray(rollout.Targets.Select(target => (JsonNode)new JsonObject
            {
                ["name"] = target.Rover,
                ["state"] = target.State.ToString().ToLowerInvariant(),
                ["reason"] = target.Reason,
                ["size_bytes"] = target.Set.Length,
            }).ToArray()),
            ["run_dir"] = run.Path,
        };
        return new VerbResult(json, code);
    }
}
