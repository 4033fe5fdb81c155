using System.Diagnostics;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>A RabbitMQ of its own with its MQTT plugin, on free ports of the loopback interface, everything in a folder of its own; ends
/// with the test class. A broker of MQTT 3.1.1 as others run it.</summary>
public sealed class RabbitMqBroker : IDisposable
{
    /// <summary>The script beside the one that packages put on the path, which wants to change the user.</summary>
    private static readonly string[] Programs =
        ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string folder = Directory.CreateTempSubdirectory("mae-rabbit-").FullName;
    private readonly int epmdPort = Ports.Free();
    private readonly Process server;

    private RabbitMqBroker(string program)
    {
        Port = Ports.Free();
        var distribution = Ports.Free();
        Write("plugins", "[rabbitmq_mqtt].\n");
        Write("rabbitmq.conf", $"listeners.tcp = none\nmqtt.listeners.tcp.1 = 127.0.0.1:{Port}\nmqtt.allow_anonymous = true\n"
            + "mqtt.default_user = guest\nmqtt.default_pass = guest\nlog.console = false\n");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["HOME"] = folder,
            ["RABBITMQ_NODENAME"] = $"mae-{Port}@localhost",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
            ["RABBITMQ_DIST_PORT"] = $"{distribution}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{epmdPort}",
        })
            start.Environment[key] = value;
        server = Process.Start(start)!;
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>Null where it is not installed.</summary>
    public static string? Program => Programs.FirstOrDefault(File.Exists);

    public static RabbitMqBroker Start(string program)
    {
        var broker = new RabbitMqBroker(program);
        var began = Stopwatch.GetTimestamp();
        while (!Ports.IsOpen(broker.Port))
        {
            if (broker.server.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
            {
                broker.Dispose();
                throw new InvalidOperationException("RabbitMQ is installed and does not start.");
            }

            Thread.Sleep(100);
        }

        return broker;
    }

    public void Dispose()
    {
        if (!server.HasExited)
            server.Kill(entireProcessTree: true);
        server.WaitForExit((int)Patience.TotalMilliseconds);
        server.Dispose();
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

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
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
