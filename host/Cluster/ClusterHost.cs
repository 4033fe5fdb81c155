using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions;
using Orleans.Configuration;
using Orleans.Hosting;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>A silo in this process, or a client of a cluster.</summary>
internal static class ClusterHost
{
    /// <summary>Of a silo that is alone, so that a client of the same machine finds it.</summary>
    public const int LonePort = 11_111;
    public const int LoneGateway = 30_000;

    private const string Service = "mae";

    /// <summary>As Orleans calls the driver of PostgreSQL.</summary>
    private const string Npgsql = "Npgsql";

    // A silo is given up by the others after three probes without an answer: 2.1 s, and a little to say so.
    private static readonly TimeSpan Probe = TimeSpan.FromMilliseconds(700);
    private const int MissedProbes = 3;
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    /// <param name="address">Null: alone on this machine, no store.</param>
    /// <param name="port">For other silos; null: a free one, or <see cref="LonePort"/>.</param>
    public static (IHost Host, SiloInfo Info) Silo(
        ClusterAddress? address, MissionList missions, IPAddress advertised, int? port, int mostFleets, double mostLoad,
        Action<string> say)
    {
        var siloPort = port ?? (address is null ? LonePort : FreePort.On(advertised));
        var gateway = address is null ? LoneGateway : FreePort.On(advertised);
        var load = ProcessorLoad.OfThisProcess();
        var info = new SiloInfo(
            string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{siloPort}/{Environment.ProcessId}"), mostFleets,
            say) { MostLoad = mostLoad, Load = () => load.Share };
        var builder = Quiet();
        builder.Services.AddSingleton(info);
        builder.Services.AddSingleton(missions);
        builder.Services.AddSingleton(new FleetCensus(TimeProvider.System));
        AddStore(builder.Services, address);
        builder.Services.AddHostedService<FleetKeeper>();
        builder.UseOrleans(silo =>
        {
            if (address is null)
            {
                silo.UseLocalhostClustering(siloPort, gateway, serviceId: Service, clusterId: Service);
            }
            else
            {
                if (address.IsPostgres)
                {
                    silo.UseAdoNetClustering((AdoNetClusteringSiloOptions options) =>
                        (options.Invariant, options.ConnectionString) = (Npgsql, PostgresFleetStore.Options(address)));
                }
                else
                {
                    silo.UseRedisClustering(options => options.ConfigurationOptions = RedisFleetStore.Options(address));
                }

                silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (Service, address.Name));
                silo.Configure<EndpointOptions>(options =>
                {
                    (options.AdvertisedIPAddress, options.SiloPort, options.GatewayPort) = (advertised, siloPort, gateway);
                });
            }

            silo.AddPlacementDirector<FewestFleetsPlacement, FewestFleetsDirector>();
            silo.Configure<SiloOptions>(options => options.SiloName = info.Name);
            silo.Configure<ClusterMembershipOptions>(Tune);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Answer);
        });
        return (builder.Build(), info);
    }

    public static IHost Client(ClusterAddress? address)
    {
        var builder = Quiet();
        AddStore(builder.Services, address);
        builder.UseOrleansClient(client =>
        {
            if (address is null)
            {
                client.UseLocalhostClustering(LoneGateway, Service, Service);
            }
            else
            {
                if (address.IsPostgres)
                {
                    client.UseAdoNetClustering((AdoNetClusteringClientOptions options) =>
                        (options.Invariant, options.ConnectionString) = (Npgsql, PostgresFleetStore.Options(address)));
                }
                else
                {
                    client.UseRedisClustering(options => options.ConfigurationOptions = RedisFleetStore.Options(address));
                }

                client.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (Service, address.Name));
            }

            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Answer);
        });
        return builder.Build();
    }

    /// <summary>As quick as two seconds and a bit, and no quicker: a silo on a busy machine must not be given up for it.</summary>
    public static void Tune(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = Probe;
        options.NumMissedProbesLimit = MissedProbes;
        options.NumVotesForDeathDeclaration = 1;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(2);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.EnableIndirectProbes = false;
        options.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(1);
        options.DefunctSiloExpiration = TimeSpan.FromMinutes(5);
    }

    /// <summary>What the cluster of an address knows its fleets by.</summary>
    public static IFleetStore Store(ClusterAddress address) =>
        address.IsPostgres ? new PostgresFleetStore(address) : new RedisFleetStore(address);

    private static void AddStore(IServiceCollection services, ClusterAddress? address) =>
        services.AddSingleton(_ => address is null ? new MemoryFleetStore() : Store(address));

    // Its messages are this program's to give, and so is the end: signals are the caller's.
    private static HostApplicationBuilder Quiet()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("MAE_TRACE") == "1")
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        return builder;
    }
}
