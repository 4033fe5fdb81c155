using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace MultiAgentEdge.Host.Web.Metrics;

/// <summary>Metrics for those who collect them: a page that Prometheus reads, on this machine alone, and by OTLP to whoever is
/// named.</summary>
public sealed class MetricsServer : IAsyncDisposable
{
    /// <summary>Where Prometheus looks for exporters of OpenTelemetry.</summary>
    public const int UsualPort = 9464;

    private const string OtlpPath = "/v1/metrics";
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    private readonly WebApplication application;
    private readonly MeterProvider provider;

    private MetricsServer(WebApplication application, MeterProvider provider, int port) =>
        (this.application, this.provider, Port) = (application, provider, port);

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/metrics";

    /// <param name="otlp">Of a collector (http://HOST:4318); null: none is told.</param>
    /// <param name="every">How often it is told.</param>
    /// <exception cref="MaeException">MAE590: the port cannot be listened on.</exception>
    public static async Task<MetricsServer> StartAsync(int port, Uri? otlp, TimeSpan every, CancellationToken cancel)
    {
        var meters = Sdk.CreateMeterProviderBuilder().AddMeter(FleetMetrics.MeterName)
            .ConfigureResource(resource => resource.AddService("mae", serviceVersion: VersionInfo.Version))
            .AddPrometheusExporter(options =>
        {
            options.ScopeInfoEnabled = false;
            // A test, and a person, reads what is now.
            options.ScrapeResponseCacheDurationMilliseconds = 0;
        });
        if (otlp is not null)
        {
            meters.AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = otlp.AbsolutePath == "/" ? new Uri(otlp, OtlpPath) : otlp;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)every.TotalMilliseconds;
            });
        }

        var provider = meters.Build()!;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var application = builder.Build();
        application.UseOpenTelemetryPrometheusScrapingEndpoint(provider, null, null, null, null);
        try
        {
            await application.StartAsync(cancel);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            provider.Dispose();
            await application.DisposeAsync();
            throw WatchServer.NoPort(BrokerAddress.Text("127.0.0.1", port), e);
        }

        return new MetricsServer(application, provider, new Uri(application.Urls.First()).Port);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await application.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // A reader that does not read does not keep the program.
        }

        provider.Shutdown((int)EndLimit.TotalMilliseconds);
        provider.Dispose();
        await application.DisposeAsync();
    }
}
