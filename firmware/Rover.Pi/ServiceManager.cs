using System.Net.Sockets;
using System.Text;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>Tells systemd that the rover is ready and alive (sd_notify); does nothing where it was not started by it.</summary>
public sealed class ServiceManager : IDisposable
{
    private readonly Socket? socket;

    public ServiceManager()
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } path)
            return;
        socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
    }

    public void Ready() => Send("READY=1");

    public void Alive() => Send("WATCHDOG=1");

    public void Dispose() => socket?.Dispose();

    private void Send(string text)
    {
        try
        {
            socket?.Send(Encoding.ASCII.GetBytes(text));
        }
        catch (SocketException)
        {
            // A full queue: the next word will do.
            return;
        }
    }
}
