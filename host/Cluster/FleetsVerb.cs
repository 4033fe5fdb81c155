using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>The fleets of a cluster with their silos; takes fleets in and lets them go.</summary>
/// <param name="missions">What fleets may drive.</param>
public sealed class FleetsVerb(MissionList missions) : Verb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Option<string?> cluster = ClusterOption.Create();
    private readonly Option<string[]> add = new(
        "--add") { Description = "Fleet file that the cluster is to coordinate", HelpName = "FILE" };
    private readonly Option<string?> broker = new(
        "--broker") { Description = "Broker of the fleets that are added instead of their files'", HelpName = "[mqtt[s]://]HOST[:PORT]" };
    private readonly Option<string[]> remove = new(
        "--remove") { Description = "Fleet that the cluster lets go; its rovers are disarmed", HelpName = "NAME" };

    public override string Name => "fleets";

    public override string Summary => "List the fleets that a cluster coordinates, each with its silo; add and remove some.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae fleets --json", "those of the silo on this machine"),
        ("mae fleets --cluster redis://127.0.0.1/lab --add fleet.yaml", "a fleet more, on whichever silo has the fewest"),
        ("mae fleets --cluster redis://127.0.0.1/lab --remove lab-1", "disarms its rovers and forgets it"),
    ];

    public override IEnumerable<Symbol> Symbols => [cluster, add, broker, remove];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var address = parse.GetValue(cluster) is { } text ? ClusterAddress.Parse(text) : null;
        var entries = (parse.GetValue(add) ?? []).Select(path => FleetEntries.Read(path, parse.GetValue(broker), missions)).ToList();
        using var host = ClusterHost.Client(address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        limit.CancelAfter(Patience);
        await ClusterOption.TryAsync(host.Services.GetRequiredService<IFleetStore>().PrepareAsync, address);
        await ClusterOption.TryAsync(() => StartAsync(host, limit.Token, context.Cancellation), address);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var list = grains.GetGrain<IFleetListGrain>(0);
        foreach (var entry in entries)
        {
            if (await ClusterOption.TryAsync(() => list.AddAsync(entry), address) is { } other)
                throw FleetEntries.IsOther(other);
        }

        foreach (var name in parse.GetValue(remove) ?? [])
        {
            if (!await ClusterOption.TryAsync(() => list.RemoveAsync(name), address))
                throw ClusterFleets.NoSuch($"The cluster has no fleet {NameText.Short(name)}.", "See which it has: mae fleets");
        }

        var reports = await ClusterOption.TryAsync(list.ReportAsync, address);
        Show(context, reports);
        await host.StopAsync(CancellationToken.None);
        return new VerbResult(
            new JsonObject
            {
                ["cluster"] = address?.Text,
                ["silos"] = JsonText.Array(reports.Silos),
                ["fleets"] = new JsonArray([.. reports.Fleets.Select(report => (JsonNode)report.ToJson())]),
            },
            reports.Fleets.Any(report => report.Error is not null) ? ExitCode.Partial : ExitCode.Ok);
    }

    private static async Task StartAsync(IHost host, CancellationToken limit, CancellationToken cancellation)
    {
        try
        {
            await host.StartAsync(limit);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("no silo within five seconds", exception);
        }
    }

    private static void Show(VerbContext context, ClusterReport reports)
    {
        var table = new FittedTable("fleet", "silo", "phase", "tick", "driving", "rovers", "error").Optional("rovers");
        foreach (var one in reports.Fleets)
        {
            table.Add(
                one.Name, one.Silo, one.Phase, one.Tick.ToString(CultureInfo.InvariantCulture),
                one.Driving.ToString(CultureInfo.InvariantCulture), one.Rovers.ToString(CultureInfo.InvariantCulture), one.Error ?? "");
        }

        if (reports.Fleets.Count > 0)
            table.Write(context.Console);
        context.Console.WriteLine(
            $"{reports.Fleets.Count} fleet{(reports.Fleets.Count == 1 ? "" : "s")} on {reports.Silos.Count} "
            + $"silo{(reports.Silos.Count == 1 ? "" : "s")}.");
    }
}
