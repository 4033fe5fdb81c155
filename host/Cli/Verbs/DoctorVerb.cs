using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli.Doctor;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Says what this machine has and what to do about what it lacks. Exit 0: everything needed is there; 1: something will
/// fail.</summary>
public sealed class DoctorVerb : Verb
{
    private readonly Option<string?> fleet = new("--fleet") { Description = "Check the broker of this fleet file too", HelpName = "FILE" };

    public override string Name => "doctor";

    public override string Summary => "See what this machine has: .NET, broker, MQTT client, ports, clock, packages.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae doctor", "check this machine"),
        ("mae doctor --fleet fleet.yaml --json", "and that fleet's broker: connect, subscribe, publish as its host does; for a script"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [fleet];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var checks = new List<DoctorCheck>
        {
            MachineChecks.Dotnet(),
            MqttChecks.Mosquitto(),
            MqttChecks.Client(),
            MachineChecks.Browser(),
            MachineChecks.Packages(),
            MachineChecks.FreePort(),
            MachineChecks.Clock(),
        };
        var file = parse.GetValue(fleet) is { } path ? FleetFile.Load(path) : null;
        var broker = file?.Broker.Host is null ? null : await Task.Run(() => BrokerCheck.Of(file, context.Timeout), context.Cancellation);
        checks.Add(
            broker is not null
                ? broker.ToCheck()
                : await MachineChecks.PortAsync("broker", "127.0.0.1", file?.Broker.Port ?? 1883, context.Timeout, context.Cancellation));

        var table = new Table().Border(TableBorder.Minimal).AddColumns("check", "", "what");
        foreach (var check in checks)
        {
            var colour = check.Status switch { DoctorCheck.Ok => "green", DoctorCheck.Note => "yellow", _ => "red" };
            table.AddRow(
                new Markup(Markup.Escape(check.Name)), new Markup($"[{colour}]{check.Status}[/]"),
                new Markup(Markup.Escape(check.Next.Length == 0 ? check.Detail : $"{check.Detail}\n→ {check.Next}")));
        }

        context.Console.Write(table);
        var bad = checks.Any(check => check.Status == DoctorCheck.Problem);
        var json = new JsonObject
        {
            ["ok"] = !bad,
            ["version"] = VersionInfo.ToJson(),
            ["broker"] = broker?.ToJson(),
            ["checks"] = new JsonArray(checks.Select(check => (JsonNode)new JsonObject
            {
                ["name"] = check.Name,
                ["status"] = check.Status,
                ["detail"] = check.Detail,
                ["next"] = check.Next.Length == 0 ? null : check.Next,
            }).ToArray()),
        };
        return new VerbResult(json, bad ? ExitCode.Failed : ExitCode.Ok);
    }
}
