using System.Net.Sockets;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Web.Api;
using MultiAgentEdge.Host.Web.Guard;
using MultiAgentEdge.Host.Web.Live;

namespace MultiAgentEdge.Host.Web;

/// <summary>Serves the page of one fleet or training, from the moment it is started until it is disposed.</summary>
public sealed class WatchServer : IAsyncDisposable
{
    private const int MostBodyBytes = 1 << 16;
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    private readonly WebApplication application;
    private readonly PageGuard guard;
    private readonly WatchOptions options;

    private WatchServer(WebApplication application, PageGuard guard, WatchOptions options, IWatched watch, int port)
    {
        (this.application, this.guard, this.options, Watch, Port) = (application, guard, options, watch, port);
    }

    public IWatched Watch { get; }

    public int Port { get; }

    /// <summary>To open in a browser: with the token, where one is needed, which counts once.</summary>
    public string Url
    {
        get
        {
            var host = options.Bind.Equals(IPAddress.Any) || options.Bind.Equals(IPAddress.IPv6Any)
                ? Dns.GetHostName()
                : options.Bind.ToString();
            return $"{(options.Certificate is null ? "http" : "https")}://{BrokerAddress.Text(host, Port)}/{guard.Query}";
        }
    }

    /// <summary>Somebody came in by <see cref="Url"/>; there is a new one for the next.</summary>
    public event Action? TokenUsed
    {
        add => guard.TokenUsed += value;
        remove => guard.TokenUsed -= value;
    }

    /// <param name="watch">The caller's to dispose of, after the server.</param>
    /// <exception cref="MaeException">MAE590: the port cannot be listened on.</exception>
    public static async Task<WatchServer> StartAsync(IWatched watch, WatchOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(watch);
        ArgumentNullException.ThrowIfNull(options);
        var port = 0;
        // Nothing is read from files or environment: what listens where is said by options alone.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            kestrel.Listen(options.Bind, options.Port, listen =>
            {
                // Streams are many where pages are; browsers allow six of HTTP/1.1 to one server.
                if (options.Certificate is { } certificate)
                    listen.UseHttps(certificate);
                else
                    listen.Protocols = HttpProtocols.Http1;
            });
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var application = builder.Build();
        var guard = new PageGuard(options.NeedsToken, options.Certificate is not null, () => port);
        application.Use((context, next) => guard.InvokeAsync(context, next));
        PageFiles.Map(application);
        LiveApi.Map(application, watch, options);
        RunsApi.Map(application, options);
        TrainingsApi.Map(application, options);
        try
        {
            await application.StartAsync(cancel);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            await application.DisposeAsync();
            throw NoPort(BrokerAddress.Text($"{options.Bind}", options.Port), e);
        }

        port = new Uri(application.Urls.First()).Port;
        // What a page turns is found again where mae param set leaves what it turned.
        if (watch is FleetWatch fleet)
            fleet.Turned += (answer, host) => TryKeep(options.Runs, fleet.Fleet, answer, host);
        return new WatchServer(application, guard, options, watch, port);
    }

    /// <summary>MAE590: an address that nothing can be served on.</summary>
    internal static MaeException NoPort(string address, Exception why) => new(
        ExitCode.Configuration, "MAE590", $"Nothing can be served on {address}: {why.Message}",
        "Name an address of this machine and a port that is free; --port 0 takes one.", why);

    // A full disk takes nothing from a fleet that drives.
    internal static void TryKeep(string runs, string fleet, JsonObject answer, string? host)
    {
        try
        {
            TuningHistory.Keep(runs, fleet, answer, host);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        Watch.EndPages();
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await application.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // A page that does not read does not keep the program.
        }

        await application.DisposeAsync();
    }
}
