using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Runs;
using Orleans.Runtime;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>Coordinates fleets until Ctrl-C: alone, or as one silo of a cluster that survives the loss of any.</summary>
/// <param name="missions">What fleets may drive.</param>
public sealed class ServeVerb(MissionList missions) : Verb
{
    /// <summary>As many as two processors carry with their rovers' simulator and broker beside them (README).</summary>
    private const int UsualFleets = 100;

    /// <summary>Beyond it round trips are the first to suffer (README).</summary>
    private const double UsualLoad = 0.85;

    private readonly Option<string?> cluster = ClusterOption.Create();
    private readonly Option<string[]> fleets = new(
        "--fleet") { Description = "Fleet file to coordinate; may be repeated", HelpName = "FILE" };
    private readonly Option<string?> broker = new(
        "--broker") { Description = "Broker of these fleets instead of the one in their files", HelpName = "[mqtt[s]://]HOST[:PORT]" };
    private readonly Option<string> bind = new("--address")
    {
        Description = "Address of this machine that other silos reach", HelpName = "IP", DefaultValueFactory = _ => "127.0.0.1",
    };
    private readonly Option<int?> port = NumberOption.Int("--silo-port", "For other silos (default: a free one)", 1, 65535);
    private readonly Option<int?> most = NumberOption.Int(
        "--most-fleets", "Fleets that this silo takes at most; further ones wait for another (default 100)", 1, 100_000);
    private readonly Option<double?> load = NumberOption.Double(
        "--most-load", "Share of this machine's processors that the silo may use and still take new fleets (default 0.85)", 0.01, 1,
        "SHARE");
    private readonly Option<double?> duration = NumberOption.Double(
        "--duration", "End after this time (default: at Ctrl-C)", 0.1, 1e7, "SECONDS");

    public override string Name => "serve";

    public override string Summary => "Coordinate fleets without an end, alone or as one of a cluster.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae serve --fleet fleet.yaml", "this fleet, until Ctrl-C; nothing to install"),
        ("mae serve --cluster redis://127.0.0.1/lab --fleet a.yaml --fleet b.yaml", "a silo of cluster lab, which takes in two fleets"),
        ("mae serve --cluster redis://127.0.0.1/lab", "another silo: it takes over what the first one had when that is gone"),
        ("mae fleets --cluster redis://127.0.0.1/lab", "which silo coordinates which fleet"),
    ];

    public override IEnumerable<Symbol> Symbols => [cluster, fleets, broker, bind, port, most, load, duration];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var address = parse.GetValue(cluster) is { } text ? ClusterAddress.Parse(text) : null;
        var entries = (parse.GetValue(fleets) ?? []).Select(path => FleetEntries.Read(path, parse.GetValue(broker), missions)).ToList();
        if (!IPAddress.TryParse(parse.GetRequiredValue(bind), out var advertised))
        {
            throw new MaeException(
                ExitCode.Usage, "MAE552", $"--address takes an IP address, not \"{NameText.Short(parse.GetRequiredValue(bind))}\".",
                "Name the one by which the other machines reach this one.");
        }

        var (host, info) = ClusterHost.Silo(address, missions, advertised, parse.GetValue(port), parse.GetValue(most) ?? UsualFleets,
            parse.GetValue(load) ?? UsualLoad, text => Say(context, text));
        using (host)
        {
            var store = host.Services.GetRequiredService<IFleetStore>();
            await ClusterOption.TryAsync(store.PrepareAsync, address);
            await ClusterOption.TryAsync(() => host.StartAsync(context.Cancellation), address);
            var what = address is null ? "alone on this machine" : $"cluster {address.Text}";
            context.Console.WriteLine($"Silo {info.Name} serves {what}. Ctrl-C ends it.");
            foreach (var entry in entries)
                await FleetEntries.AddAsync(store, entry, address);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
            if (parse.GetValue(duration) is { } seconds)
                end.CancelAfter(TimeSpan.FromSeconds(seconds));
            try
            {
                await Task.Delay(Timeout.Infinite, end.Token);
            }
            catch (OperationCanceledException)
            {
            }

            var left = await CloseAsync(host, info, store);
            context.Cancellation.ThrowIfCancellationRequested();
            return new VerbResult(new JsonObject
            {
                ["silo"] = info.Name,
                ["cluster"] = address?.Text,
                ["fleets_left_to_others"] = !info.IsLast,
                ["fleets"] = JsonText.Array(left),
            });
        }
    }

    // Where others are, they take the fleets over while the rovers drive on; the last one disarms them and forgets them.
    private static async Task<IReadOnlyList<string>> CloseAsync(IHost host, SiloInfo info, IFleetStore store)
    {
        IReadOnlyList<string> names = [];
        try
        {
            names = [.. (await store.ListAsync()).Select(entry => entry.Name)];
            var silos = await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
            info.IsLast = silos.Count <= 1;
            if (info.IsLast)
            {
                foreach (var name in names)
                    await store.RemoveAsync(name);
            }
        }
        catch (Exception exception) when (exception is StoreException or TimeoutException or OrleansException)
        {
            // Who cannot tell leaves them driving: rovers stop by themselves where nobody comes.
        }

        await host.StopAsync();
        return names;
    }

    private static void Say(VerbContext context, string text)
    {
        lock (context)
            context.Console.WriteLine(text);
    }
}
