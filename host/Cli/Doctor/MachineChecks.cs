using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Cli.Doctor;

/// <summary>What is installed on this machine and whether it can host a run. Every check ends within the given limit.</summary>
public static class MachineChecks
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome"];

    public static DoctorCheck Dotnet() =>
        Environment.Version.Major >= 10
            ? new(
                "dotnet", DoctorCheck.Ok,
                $".NET {Environment.Version} on {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} cores")
            : new("dotnet", DoctorCheck.Problem, $".NET {Environment.Version}", "Install the .NET 10 SDK.");

    /// <summary>What the page's tests click in; any browser shows the page, of whatever machine.</summary>
    public static DoctorCheck Browser() =>
        Browsers.Select(BrokerProgram.Find).FirstOrDefault(path => path is not null) is { } found
            ? new("browser", DoctorCheck.Ok, $"{found}, which tests of the page use")
            : new(
                "browser", DoctorCheck.Note, "no Chromium in the path: tests of the page are skipped; mae watch works with any browser",
                "Debian, Ubuntu: sudo apt-get install chromium");

    /// <summary>A port that the demo's own broker could listen on.</summary>
    public static DoctorCheck FreePort()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return new(
                "free_port", DoctorCheck.Ok, $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port} is free for a broker of our own");
        }
        catch (SocketException exception)
        {
            return new(
                "free_port", DoctorCheck.Problem, $"no free loopback port: {exception.Message}",
                "Free a port, or allow sockets on 127.0.0.1.");
        }
    }

    /// <summary>Does anybody listen there? A fleet's own broker is looked at more closely: <see cref="BrokerCheck"/>.</summary>
    public static async Task<DoctorCheck> PortAsync(string name, string host, int port, TimeSpan limit, CancellationToken cancellation)
    {
        var address = BrokerAddress.Text(host, port);
        using var client = new TcpClient();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        try
        {
            await client.ConnectAsync(host, port, timer.Token);
            return new(name, DoctorCheck.Ok, $"{address} accepts connections");
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException
            && !cancellation.IsCancellationRequested)
        {
            return new(name, DoctorCheck.Ok, $"nobody listens on {address}; runs start a broker of their own");
        }
    }

    /// <summary>The loop runs on the monotonic clock; the wall clock only names run folders.</summary>
    public static DoctorCheck Clock()
    {
        var now = DateTime.UtcNow;
        var resolutionNs = 1e9 / Stopwatch.Frequency;
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"{now:yyyy-MM-dd HH:mm:ss} UTC, monotonic resolution {resolutionNs:0.#} ns, a 1 ms sleep takes {SleepMs():0.0} ms");
        return now.Year >= 2025
            ? new("clock", DoctorCheck.Ok, detail)
            : new("clock", DoctorCheck.Note, detail, "The wall clock is not set: run folders get wrong names; control is unaffected.");
    }

    /// <summary>Opt-in packages that this build contains (the bootstrap turns on what restores).</summary>
    public static DoctorCheck Packages()
    {
        var optedIn = new List<string>();
        var not = new List<string>();
        foreach (var attribute in typeof(MachineChecks).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(a => a.Key.StartsWith("Use", StringComparison.Ordinal)))
            (attribute.Value == "true" ? optedIn : not).Add(attribute.Key[3..]);
        var detail =
            $"opted in: {(optedIn.Count == 0 ? "none" : string.Join(", ", optedIn))}; not: "
            + $"{(not.Count == 0 ? "none" : string.Join(", ", not))}";
        return new("packages", DoctorCheck.Ok, detail);
    }

    private static double SleepMs()
    {
        var start = Stopwatch.GetTimestamp();
        Thread.Sleep(1);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
