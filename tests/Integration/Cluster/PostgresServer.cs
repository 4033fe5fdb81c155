using System.Diagnostics;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cluster;

/// <summary>A PostgreSQL of this test's own, which ends with it. Root may not run it: then it runs as user postgres.</summary>
internal sealed class PostgresServer : IStoreServer
{
    private readonly GuardedProcess process;

    public PostgresServer(string folder)
    {
        Port = Ports.Free();
        var data = Path.Combine(folder, "data");
        Directory.CreateDirectory(data);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "-R", Account, data);
            // Folders for temporary files are their maker's alone.
            Run("chmod", "a+x", folder);
        }

        var tools = Find()!;
        string[] Own(string tool, params string[] arguments) => Environment.IsPrivilegedProcess
            ? ["runuser", "-u", Account, "--", Path.Combine(tools, tool), .. arguments]
            : [Path.Combine(tools, tool), .. arguments];
        var made = Own("initdb", "-D", data, "-U", "mae", "-A", "trust", "--no-sync");
        Run(made[0], made[1..]);
        var served = Own(
            "postgres", "-D", data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c",
            "fsync=off");
        process = GuardedProcess.Start(Path.Combine(folder, "postgres.log"), served[0], served[1..]);
        string[] isReady = ["-h", "127.0.0.1", "-p", $"{Port}", "-q"];
        for (var watch = Stopwatch.StartNew();
            Try(Path.Combine(tools, "pg_isready"), isReady, out _) != 0 && watch.Elapsed < ServedFleets.Patience;)
            Thread.Sleep(100);
        Run(Path.Combine(tools, "createdb"), "-h", "127.0.0.1", "-p", $"{Port}", "-U", "mae", "lab");
    }

    private const string Account = "postgres";

    public int Port { get; }

    public string Address => $"postgres://mae@127.0.0.1:{Port}/lab";

    /// <summary>Folder of the server's programs; null: it is not installed.</summary>
    public static string? Find() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : BrokerProgram.Find("initdb") is { } found ? Path.GetDirectoryName(found) : null;

    public void Kill() => process.Kill();

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private static void Run(string program, params string[] arguments) =>
        Assert.True(Try(program, arguments, out var said) == 0, $"{program}: {said}");

    private static int Try(string program, string[] arguments, out string said)
    {
        using var started = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var plain = started.StandardOutput.ReadToEndAsync();
        said = started.StandardError.ReadToEnd() + plain.Result;
        started.WaitForExit();
        return started.ExitCode;
    }
}
