using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Cli.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <content>A bag of boards: every port at once.</content>
public sealed partial class ProvisionVerb
{
    private VerbResult RunAll(ParseResult parse, VerbContext context)
    {
        if (parse.GetValue(name) is not null || parse.GetValue(output) is not null)
        {
            throw Wrong("--name and --out are for one board, and --all is given.", "Keep one of the two.");
        }

        var file = FleetOptions.Load(parse.GetValue(fleetFile), null);
        string[] names = [.. file.Rovers.Select(rover => rover.Name)];
        var page = parse.GetValue(labels);
        if (page is not null && !parse.GetValue(force))
            OutputFile.RefuseExisting("mae provision --force", page);
        var ports = Ports(parse, names.Length);
        // Passwords and keys before anything is opened, and once.
        var common = Collect(parse, context).Where(one => one.Setting != RoverSettings.Fleet).ToList();
        var wanted = names.ToDictionary(rover => rover, rover => Settings(parse, common, file, rover), StringComparer.Ordinal);
        if (board.IsDryRun(parse))
        {
            return DryRun.Say(
                context, [.. ports.Select(port => $"ask who is on {port}"),
                    $"name them in the order of the ports: {string.Join(", ", names)} (who is one of them already stays it)",
                    $"set {string.Join(", ", wanted[names[0]].Select(one => RoverSettings.NameOf(one.Setting)))} on each, save, read back, "
                    + "start anew, ask again"]);
        }

        var lines = new IBoardLine?[ports.Count];
        try
        {
            var errors = Open(ports, lines, context);
            var found = BoardTeam.Ask(lines, context.Timeout);
            int[] there = [.. Enumerable.Range(0, ports.Count).Where(i => found[i].Info is not null)];
            var given = Given(file, names, there, found);
            var rows = new JsonObject[ports.Count];
            BoardTeam.Each(ports.Count, i =>
            {
                var at = Array.IndexOf(there, i);
                var row = rows[i] = new JsonObject { ["port"] = ports[i] };
                try
                {
                    if (at < 0)
                        throw errors[i] ?? found[i].Error ?? new BoardException(BoardFault.Silent, $"Nothing answers on {ports[i]}.");
                    row["name"] = given[at];
                    row["serial"] = found[i].Info!.GetValueOrDefault("serial", "");
                    BoardTeam.Provision(lines[i]!, wanted[given[at]], context.Timeout);
                    row["status"] = "provisioned";
                }
                catch (BoardException error)
                {
                    row["status"] = "failed";
                    row["reason"] = error.Message;
                }

                lock (rows)
                    context.Console.WriteLine(Line(row));
            });
            return Sum(context, file, names, rows, page);
        }
        finally
        {
            foreach (var line in lines)
                line?.Dispose();
        }
    }

    private IReadOnlyList<string> Ports(ParseResult parse, int rovers)
    {
        if (parse.GetValue(board.Port) is not { } named || !BoardPort.IsSimulated(named))
            return board.All(parse);
        var folder = named.Length > 4 ? named[4..] : null;
        if (folder is not null)
            Directory.CreateDirectory(folder);
        return [.. Enumerable.Range(1, rovers).Select(
            i => folder is null
                ? "sim"
                : "sim:" + Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"board-{i:000}.cfg")))];
    }

    private List<(int Setting, string Value)> Settings(
        ParseResult parse, List<(int Setting, string Value)> common, FleetFile file, string rover)
    {
        var settings = new Dictionary<int, string>
        {
            [RoverSettings.Fleet] = parse.GetValue(fleet) ?? file.Fleet,
            [RoverSettings.Name] = rover,
        };
        if (file.Broker.Host is { } broker)
        {
            // A board keeps one port.
            var others = file.Broker.Others.Where(one => one.Port == file.Broker.Port).Select(one => one.Host);
            settings[RoverSettings.BrokerHost] = string.Join(',', others.Prepend(broker));
            settings[RoverSettings.BrokerPort] = file.Broker.Port.ToString(CultureInfo.InvariantCulture);
            settings[RoverSettings.BrokerTls] = file.Broker.Tls ?? file.Broker.CaFile is not null ? "1" : "0";
        }

        if (file.Keys() is { } fleetKeys)
            settings[RoverSettings.ParameterKey] = Convert.ToHexStringLower(fleetKeys.KeyOf(rover));
        if (parse.GetValue(keys) is not null)
            settings[RoverSettings.ParameterKey] = Key(parse, rover)!;
        foreach (var (setting, value) in common)
            settings[setting] = value;
        var check = new RoverSettings();
        foreach (var (setting, value) in settings)
        {
            if (check.TrySet(setting, value) is { } wrong)
                throw Wrong($"{RoverSettings.NameOf(setting)} {wrong}.", "See the options: mae provision --help.");
        }

        return [.. settings.OrderBy(one => one.Key).Select(one => (one.Key, one.Value))];
    }

    private static BoardException?[] Open(IReadOnlyList<string> ports, IBoardLine?[] lines, VerbContext context)
    {
        var errors = new BoardException?[ports.Count];
        BoardTeam.Each(ports.Count, i =>
        {
            try
            {
                lines[i] = BoardPort.Open(ports[i], context.Cancellation);
            }
            catch (BoardException error)
            {
                errors[i] = error;
            }
        });
        return errors;
    }

    private static IReadOnlyList<string> Given(
        FleetFile file, string[] names, int[] there, IReadOnlyList<(IReadOnlyDictionary<string, string>? Info, BoardException? Error)> found)
    {
        try
        {
            return BoardTeam.Names(
                [.. there.Select(i => (found[i].Info!.GetValueOrDefault("fleet", ""), found[i].Info!.GetValueOrDefault("name", "")))],
                file.Fleet, names);
        }
        catch (ArgumentException error)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE341", $"There are {there.Length} boards, and fleet {file.Fleet} has {names.Length} rovers.",
                "Add rovers to the fleet file, or unplug boards; nothing was changed.", error);
        }
    }

    private static VerbResult Sum(VerbContext context, FleetFile file, string[] names, JsonObject[] rows, string? page)
    {
        JsonObject[] done = [.. rows.Where(row => row["status"]!.GetValue<string>() == "provisioned")];
        var missing = names.Except(done.Select(row => row["name"]!.GetValue<string>())).ToList();
        var json = new JsonObject
        {
            ["fleet"] = file.Fleet,
            ["provisioned"] = done.Length,
            ["failed"] = rows.Length - done.Length,
            ["boards"] = new JsonArray([.. rows]),
            ["rovers_without_board"] = JsonText.Array(missing),
        };
        if (page is not null && done.Length > 0)
        {
            File.WriteAllText(
                page, LabelSheet.Html(file.Fleet, done.Select(row => (row["name"]!.GetValue<string>(), row["serial"]!.GetValue<string>()))));
            json["labels"] = page;
            context.Console.WriteLine($"labels: {page}");
        }

        context.Console.WriteLine(
            $"{done.Length} of {rows.Length} boards are rovers of {file.Fleet}"
            + (missing.Count > 0 ? $"; without a board: {string.Join(", ", missing)}" : "")
            + (done.Length < rows.Length ? ". The same command goes on where it was." : "."));
        return new VerbResult(
            json, done.Length == rows.Length ? ExitCode.Ok : done.Length > 0 ? ExitCode.Partial : ExitCode.Failed);
    }

    private static string Line(JsonObject row) =>
        $"{row["port"],-16} {row["name"]?.ToString() ?? "-",-16} {row["status"]}{(row["reason"] is { } why ? ": " + why : "")}";
}
