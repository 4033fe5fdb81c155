using System.Diagnostics;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>A RabbitMQ of its own with its MQTT plugin, on free ports of the loopback interface, everything in a folder of its own; ends
/// with the test class. A broker of MQTT 3.1.1 as others run it, of one node or of several.</summary>
public sealed class RabbitMqBroker : IDisposable
{
    /// <summary>The script beside the one that packages put on the path, which wants to change the user.</summary>
    private static readonly string[] Programs =
        ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly string folder = Directory.CreateTempSubdirectory("mae-rabbit-").FullName;
    private readonly int epmdPort = Integration.Ports.Free();
    private readonly List<Process> nodes = [];

    private RabbitMqBroker(string program, int count)
    {
        while (Ports.Count < count)
            Ports.Add(Integration.Ports.Free());
        foreach (var port in Ports)
            nodes.Add(Begin(program, port));
    }

    /// <summary>Of its nodes.</summary>
    public List<int> Ports { get; } = [];

    public int Port => Ports[0];

    /// <summary>Null where it is not installed.</summary>
    public static string? Program => Programs.FirstOrDefault(File.Exists);

    public static RabbitMqBroker Start(string program, int nodes = 1)
    {
        var broker = new RabbitMqBroker(program, nodes);
        var began = Stopwatch.GetTimestamp();
        while (!broker.Ports.All(Integration.Ports.IsOpen))
        {
            if (broker.nodes.Any(node => node.HasExited) || Stopwatch.GetElapsedTime(began) > Patience)
            {
                broker.Dispose();
                throw new InvalidOperationException("RabbitMQ is installed and does not start.");
            }

            Thread.Sleep(100);
        }

        if (nodes > 1)
            broker.Mirror(program);
        return broker;
    }

    /// <summary>A node dies, as with kill -9.</summary>
    public void Kill(int node)
    {
        if (!nodes[node].HasExited)
            nodes[node].Kill(entireProcessTree: true);
        nodes[node].WaitForExit((int)Patience.TotalMilliseconds);
    }

    public void Dispose()
    {
        for (var i = 0; i < nodes.Count; i++)
            Kill(i);
        nodes.ForEach(node => node.Dispose());
        // Erlang's port mapper stays where its last node has gone; it had a port of its own.
        using (var epmd = Process.Start(new ProcessStartInfo("epmd", ["-kill"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ERL_EPMD_PORT"] = $"{epmdPort}", ["ERL_EPMD_ADDRESS"] = "127.0.0.1" },
        }))
            epmd?.WaitForExit(5000);
        Directory.Delete(folder, recursive: true);
    }

    // A client's queue is called after it: while its node is away nobody may declare another of that name, unless a mirror took its place.
    private void Mirror(string program)
    {
        string[] words =
        [
            "-n", Name(Port), "set_policy", "mqtt", "^mqtt-subscription-", """{"ha-mode":"all","ha-sync-mode":"automatic"}""", "--apply-to",
            "queues",
        ];
        var start = new ProcessStartInfo(Path.Combine(Path.GetDirectoryName(program)!, "rabbitmqctl"), words)
        {
            RedirectStandardOutput = true,
            Environment = { ["HOME"] = folder, ["ERL_EPMD_PORT"] = $"{epmdPort}", ["ERL_EPMD_ADDRESS"] = "127.0.0.1" },
        };
        using var control = Process.Start(start)!;
        control.StandardOutput.ReadToEnd();
        if (control.WaitForExit((int)Patience.TotalMilliseconds) && control.ExitCode == 0)
            return;
        Dispose();
        throw new InvalidOperationException("RabbitMQ takes no policy.");
    }

    private static string Name(int port) => $"mae-{port}@localhost";

    // The secret by which nodes know each other is made in the home that they share.
    private Process Begin(string program, int port)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, $"{port}")).FullName;
        var peers = Ports.Count == 1 ? "" : "cluster_formation.peer_discovery_backend = classic_config\n"
            + string.Concat(Ports.Select((peer, i) => $"cluster_formation.classic_config.nodes.{i + 1} = {Name(peer)}\n"));
        File.WriteAllText(Path.Combine(own, "plugins"), "[rabbitmq_mqtt].\n");
        File.WriteAllText(
            Path.Combine(own, "rabbitmq.conf"),
            $"listeners.tcp = none\nmqtt.listeners.tcp.1 = 127.0.0.1:{port}\nmqtt.allow_anonymous = true\n"
            + $"mqtt.default_user = guest\nmqtt.default_pass = guest\nlog.console = false\n{peers}");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["HOME"] = folder,
            ["RABBITMQ_NODENAME"] = Name(port),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(own, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(own, "log"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(own, "plugins"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(own, "rabbitmq"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(own, "pid"),
            ["RABBITMQ_DIST_PORT"] = $"{Integration.Ports.Free()}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{epmdPort}",
        })
            start.Environment[key] = value;
        var node = Process.Start(start)!;
        node.OutputDataReceived += (_, _) => { };
        node.ErrorDataReceived += (_, _) => { };
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
        return node;
    }
}

/// <summary>One RabbitMQ for a test class; where it is not installed, its tests skip and say what to type.</summary>
public sealed class RabbitMqFixture : IDisposable
{
    private readonly RabbitMqBroker? broker = RabbitMqBroker.Program is { } program ? RabbitMqBroker.Start(program) : null;

    public RabbitMqBroker Broker
    {
        get
        {
            Assert.SkipWhen(broker is null, "RabbitMQ is not installed; type: sudo apt-get install rabbitmq-server");
            return broker!;
        }
    }

    public void Dispose() => broker?.Dispose();
}
