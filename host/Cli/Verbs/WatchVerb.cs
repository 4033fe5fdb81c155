using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli.Watch;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Web;
using MultiAgentEdge.Host.Web.Live;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>A fleet in a browser, whoever drives it: looks only, unless --control. Exit 0: its --timeout was up; 130: Ctrl-C.</summary>
public sealed class WatchVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<bool> control = new("--control")
    {
        Description = "The page may also release, tell, set and delete; without it it looks, and stops",
    };

    private readonly Option<int?> port = NumberOption.Int("--port", "To serve the page on (default: a free one)", 0, 65535);
    private readonly Option<string?> bind = new("--bind")
    {
        Description = "Address to serve it on for others than this machine: whoever opens it needs the token in its address",
        HelpName = "ADDRESS",
    };

    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "watch";

    public override string Summary => "See a fleet in a browser: map, rovers, curves, runs, and a STOP.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae watch --fleet lab.yaml", "the fleet that somebody drives on that file's broker; looks, and stops in need"),
        ("mae watch --broker 127.0.0.1:1883 --control", "and may tell it what to do"),
        ("mae watch --fleet lab.yaml --bind 192.168.1.10", "for others in the network too, with TLS where the fleet is secured"),
        ("mae watch --no-open --json", "prints the address as JSON, then serves until Ctrl-C"),
    ];

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [.. fleet.ServedSymbols, control, port, bind, WatchedVerb.NoOpen, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        var address = AddressOf(parse.GetValue(bind));
        using var certificate = IPAddress.IsLoopback(address) ? null : CertificateOf(file);
        var mayControl = parse.GetValue(control);
        var keys = mayControl ? file.Keys() : null;
        using var watch = new FleetWatch(FleetLink.Watched(file, keys: keys, timeout: context.Timeout), waits: true)
        {
            Checks = CheckBook.Of(parse.GetValue(fleet.Fleet)),
        };
        var options = new WatchOptions
        {
            Bind = address, Port = parse.GetValue(port) ?? 0, MayControl = mayControl, Runs = parse.GetRequiredValue(runs),
            Certificate = certificate,
        };
        await using var server = await WatchServer.StartAsync(watch, options, context.Cancellation);
        server.TokenUsed += () => context.Console.MarkupLineInterpolated($"For another browser: [bold]{server.Url}[/]");
        var json = new JsonObject
        {
            ["url"] = server.Url,
            ["fleet"] = file.Fleet,
            ["broker"] = file.Broker.Address,
            ["control"] = mayControl,
            ["broker_answers"] = watch.Trouble is null,
        };
        await Serving.AnnounceAsync(context, json);
        context.Console.MarkupLineInterpolated(
            $"Fleet {file.Fleet} on {file.Broker.Address}{(mayControl ? "" : ", to look at")}: [bold]{server.Url}[/]  Ctrl-C ends it.");
        if (watch.Trouble is { } absent)
            context.Console.MarkupLineInterpolated($"[yellow]{absent.Message} The page shows the fleet as soon as it does.[/]");
        if (context.IsTerminal && !parse.GetValue(WatchedVerb.NoOpen) && Browser.HasDisplay)
            Browser.Open(server.Url);
        return await Serving.UntilEndedAsync(context, json);
    }

    private static IPAddress AddressOf(string? text)
    {
        if (text is null)
            return IPAddress.Loopback;
        if (IPAddress.TryParse(text == "localhost" ? "127.0.0.1" : text.Trim('[', ']'), out var address))
            return address;
        throw new MaeException(
            ExitCode.Usage, "MAE004", $"--bind \"{NameText.Short(text)}\" is no address of this machine.",
            "Write one, such as 192.168.1.10, or 0.0.0.0 for all.");
    }

    // The broker's own: whoever trusts the fleet's authority trusts this page.
    private static X509Certificate2? CertificateOf(FleetFile file)
    {
        if (file.Secured?.Broker.Tls is not { } tls)
            return null;
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE218", $"The fleet's certificate cannot be read: {e.Message}",
                "Make it anew: mae fleet secure --renew", e);
        }
    }
}
