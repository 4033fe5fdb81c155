using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Runs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Fleet.Parameters;

/// <summary>
/// Turns a parameter of a fleet that is out there: by the host that drives it, where one does and takes changes, else by a push of the sets
/// that its rovers have, with the change in them. Either way one version, at one tick, and a run folder that says who turned what.
/// </summary>
public sealed class FleetTuner(VerbContext context, FleetFile fleet, string runs)
{
    private const string Verb = "param set";

    /// <summary>For the answer of a host that is there: it gives one within a period, later on a busy machine. Gone before, and a change
    /// that it took would be called refused.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>In which a host that commands the fleet is heard of: its word is retained.</summary>
    private static readonly TimeSpan HostLimit = TimeSpan.FromSeconds(1.5);

    /// <summary>Of a mission of one's own.</summary>
    public IReadOnlyList<ParameterDeclaration> Own { get; init; } = [];

    /// <summary>Of a mission of one's own.</summary>
    public IControllerMaker[] Makers { get; init; } = [];

    /// <summary>The run whose change this takes back; null: none.</summary>
    public string? UndoOf { get; init; }

    /// <exception cref="MaeException">MAE330 to MAE333 it cannot be turned like that; MAE334, MAE335 not now, or not by us.</exception>
    public VerbResult Set(ParameterChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Check(change);
        return AskHost(change) ?? Push(change);
    }

    /// <summary>As an error of this program.</summary>
    public static MaeException Error(TuningException refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        var known = MaeCodes.All.FirstOrDefault(code => code.Code == refused.Code);
        return new MaeException(known?.ExitCode ?? ExitCode.Rejected, refused.Code, refused.What, refused.Next);
    }

    /// <summary>What can be known without a fleet.</summary>
    private void Check(ParameterChange change)
    {
        if (ParameterDeclarations.Find(change.Name, Own) is not { } known)
        {
            var names = Own.Concat(ParameterDeclarations.All).Where(other => other.IsLive).Select(other => other.Name);
            throw Error(TuningException.Unknown(
                $"There is no parameter {change.Name}.",
                Suggestion.For(change.Name, names) is { } meant ? $"Did you mean {meant}?" : "See what there is: mae param list"));
        }

        if (known.Instead is { } instead)
            throw Error(TuningException.Fixed(change.Name, instead));
        FleetOptions.Require(fleet, change.Rover);
    }

    private JsonObject Options(ParameterChange change, string? by) => new()
    {
        ["fleet"] = fleet.Fleet,
        ["name"] = change.Name,
        ["element"] = change.Element,
        ["values"] = change.ToJson()["values"]?.DeepClone(),
        ["rover"] = change.Rover,
        ["who"] = Who,
        ["by_host"] = by,
        ["undo_of"] = UndoOf,
    };

    private static string Who => $"{Environment.UserName}@{Environment.MachineName}";

    private VerbResult? AskHost(ParameterChange change)
    {
        using var link = FleetLink.Connect(fleet, "param", context.Timeout, hears: Topics.TuneAnswers);
        var session = link.Session;
        var id = Guid.NewGuid().ToString("N")[..12];
        JsonObject? answer = null;
        session.Told += (_, text) =>
        {
            if (TuningDesk.Parse(text) is { } json && json["id"]?.ToString() == id)
                answer = json;
        };
        session.Tell(Topics.Tune, new JsonObject { ["id"] = id, ["who"] = Who, ["change"] = change.ToJson() }.ToJsonString());
        link.Listen(() => answer is not null || session.Commander is not null, Least(HostLimit, context.Left), context.Cancellation);
        if (answer is null && session.Commander is not null)
            link.Listen(() => answer is not null, Least(AnswerLimit, context.Left), context.Cancellation);
        if (answer is null)
            return null;
        if (answer["taken"]?.GetValue<bool>() != true)
        {
            throw Error(new TuningException(
                answer["code"]?.ToString() ?? "MAE335", answer["what"]?.ToString() ?? "The host refuses.",
                answer["next"]?.ToString() ?? "Ask whoever drives the fleet."));
        }

        using var journal = RunJournal.Begin(runs, "set", new RunHeader(Verb, Options(change, session.Commander?.Text)), context);
        var version = answer["version"]!.GetValue<uint>();
        VerbResult? result = null;
        journal.KeepAsync(
            () =>
            {
                result = Await(link, change, version, answer["rovers"]!.AsArray(), journal.Folder);
                return Task.CompletedTask;
            },
            _ => result?.Json ?? new JsonObject { ["version"] = version, ["run_dir"] = journal.Folder.Path }).GetAwaiter().GetResult();
        return result!;
    }

    private static TimeSpan Least(TimeSpan limit, TimeSpan left) =>
        left == Timeout.InfiniteTimeSpan || limit < left ? limit : left;

    private VerbResult Await(FleetLink link, ParameterChange change, uint version, JsonArray turned, RunFolder folder)
    {
        var roster = link.Session.Roster;
        var names = turned.Select(rover => rover!["name"]!.ToString()).ToList();
        string State(string name) => !roster.TryGetValue(name, out var rover) ? "waiting"
            : rover.ParameterVersion >= version ? "active"
            : rover.Reported is { Status: "refused" } reported && reported.Version >= version ? "refused" : "waiting";
        link.Listen(() => names.TrueForAll(name => State(name) != "waiting"), context.Left, context.Cancellation);
        var rovers = new JsonArray();
        foreach (var rover in turned)
        {
            var name = rover!["name"]!.ToString();
            var state = State(name);
            rovers.Add((JsonNode)new JsonObject
            {
                ["name"] = name,
                ["before"] = rover["before"]?.DeepClone(),
                ["after"] = rover["after"]?.DeepClone(),
                ["state"] = state,
                ["reason"] = state == "refused" ? roster[name].Reported!.Reason : null,
            });
        }

        return Result(change, version, rovers, folder);
    }

    private VerbResult Push(ParameterChange change)
    {
        var before = new Dictionary<string, JsonArray>(StringComparer.Ordinal);
        var after = new Dictionary<string, JsonArray>(StringComparer.Ordinal);
        var known = ParameterDeclarations.Find(change.Name, Own)!;
        var those = change.Rover is null ? fleet : fleet with { Rovers = [.. fleet.Rovers.Where(rover => rover.Name == change.Rover)] };
        VerbResult pushed;
        try
        {
            pushed = FleetPush.RunTuned(context, those, Verb, runs, Options(change, null), (version, session) =>
                those.Rovers.ToDictionary(rover => rover.Name, rover =>
                {
                    var present = Present(session, rover.Name);
                    var turned = TunedSet.Renumbered(TunedSet.Of(present, [change], Own, Makers), version);
                    before[rover.Name] = [.. (TunedSet.Read(present, known) ?? []).Select(value => (JsonNode)value)];
                    after[rover.Name] = [.. (TunedSet.Read(turned, known) ?? []).Select(value => (JsonNode)value)];
                    return turned;
                }),
                pushedRover =>
                {
                    var name = pushedRover["name"]!.ToString();
                    (pushedRover["before"], pushedRover["after"]) = (before[name].DeepClone(), after[name].DeepClone());
                });
        }
        catch (TuningException refused)
        {
            throw Error(refused);
        }
        catch (MaeException held) when (held.Code == FleetLink.HeldByAnother)
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE335", $"{held.What.TrimEnd('.')}, and takes no changes of parameters.",
                "Turn it when that has ended, or run the mission anew with another value.");
        }

        (pushed.Json["name"], pushed.Json["element"]) = (change.Name, change.Element);
        Tell(pushed.Json);
        return pushed;
    }

    private byte[] Present(FleetSession session, string rover)
    {
        if (!session.Roster.TryGetValue(rover, out var there) || there.Reported is not { ActiveVersion: > 0 } reported)
        {
            throw new MaeException(
                ExitCode.Unreachable, "MAE314", $"{rover} has not said which set it has, or has none.", "Look who is there: mae status");
        }

        return ActiveSets.Find(runs, rover, reported) ?? throw new MaeException(
            ExitCode.Configuration, "MAE336",
            $"{rover} has version {reported.ActiveVersion} (crc32 {reported.ActiveCrc:x8}), and no run in {runs} has kept that set.",
            "Name the folder of the run that gave it with --runs, or push a set first: mae push");
    }

    private VerbResult Result(ParameterChange change, uint version, JsonArray rovers, RunFolder folder)
    {
        var states = rovers.Select(rover => rover!["state"]!.ToString()).ToList();
        var active = states.Count(state => state == "active");
        var json = new JsonObject
        {
            ["version"] = version,
            ["active"] = active,
            ["rovers"] = rovers,
            ["run_dir"] = folder.Path,
            ["name"] = change.Name,
            ["element"] = change.Element,
        };
        Tell(json);
        return new VerbResult(
            json,
            active == states.Count ? ExitCode.Ok : active > 0 ? ExitCode.Partial
            : states.Contains("refused") ? ExitCode.Rejected : ExitCode.Timeout);
    }

    private void Tell(JsonObject json)
    {
        foreach (var rover in json["rovers"]!.AsArray())
        {
            context.Console.WriteLine(
                $"{rover!["name"]}: {json["name"]} {rover["before"]?.ToJsonString()} -> {rover["after"]?.ToJsonString()}, "
                + $"version {json["version"]} {rover["state"]}{(rover["reason"] is { } why ? $" ({why})" : "")}");
        }
    }
}
