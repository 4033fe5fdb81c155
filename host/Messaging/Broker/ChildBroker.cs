using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MultiAgentEdge.Host.Messaging;

/// <summary><c>mae broker</c> in a process of its own, on a free port of the loopback interface.</summary>
internal sealed class ChildBroker : IDisposable
{
    private readonly GuardedProcess _process;
    private readonly string _folder;

    private ChildBroker(GuardedProcess process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public int? ProcessId => _process.HasExited ? null : _process.ProcessId;

    /// <param name="mae">Program and first arguments that run this product.</param>
    /// <exception cref="MessagingException">MAE415: it does not answer in time.</exception>
    public static ChildBroker Start(IReadOnlyList<string> mae, TimeSpan patience)
    {
        var port = FreePort.On(IPAddress.Loopback);
        var folder = Directory.CreateTempSubdirectory("mae-broker-").FullName;
        string[] arguments = [.. mae.Skip(1), "broker", "--port", port.ToString(CultureInfo.InvariantCulture), "--folder", folder];
        var broker = new ChildBroker(GuardedProcess.Start(mae[0], arguments), folder, port);
        var end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (!broker._process.HasExited && Environment.TickCount64 < end)
        {
            using var tcp = new TcpClient();
            try
            {
                tcp.Connect(IPAddress.Loopback, port);
                return broker;
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }

        broker.Dispose();
        throw Errors.EmbeddedBroker(MqttNetBroker.Description, port, $"no answer within {patience.TotalSeconds:0} s");
    }

    public void Dispose()
    {
        _process.Stop();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
