// nanoFramework.System.Net 1.11.60
namespace System.Net
{
    public abstract class EndPoint
    {
    }

    public class IPAddress
    {
    }

    public class IPEndPoint : EndPoint
    {
        public IPEndPoint(IPAddress address, int port) { throw null; }
    }

    public class IPHostEntry
    {
        public IPAddress[] AddressList { get { throw null; } }
    }

    public static class Dns
    {
        public static IPHostEntry GetHostEntry(string hostNameOrAddress) { throw null; }
    }
}

namespace System.Net.Sockets
{
    public enum AddressFamily
    {
        InterNetwork = 2,
    }

    public enum ProtocolType
    {
        Tcp = 6,
    }

    public enum SelectMode
    {
        SelectRead = 0,
    }

    public enum SocketFlags
    {
        None = 0x0000,
    }

    public enum SocketType
    {
        Stream = 1,
    }

    public class Socket : IDisposable
    {
        public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType) { throw null; }

        public void Close() { throw null; }

        public void Connect(EndPoint remoteEP) { throw null; }

        public bool Poll(int microSeconds, SelectMode mode) { throw null; }

        public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags) { throw null; }

        public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags) { throw null; }

        void IDisposable.Dispose() { throw null; }
    }
}

namespace System.Net.NetworkInformation
{
    public class NetworkInterface
    {
        public byte[] PhysicalAddress { get { throw null; } }

        public static NetworkInterface[] GetAllNetworkInterfaces() { throw null; }

        public static bool GetIsNetworkAvailable() { throw null; }
    }
}

namespace System.Security.Cryptography.X509Certificates
{
    public class X509Certificate
    {
        public X509Certificate(byte[] certificate) { throw null; }
    }
}

namespace System.Net.Security
{
    using System.Net.Sockets;
    using System.Security.Cryptography.X509Certificates;

    [Flags]
    public enum SslProtocols
    {
        None = 0x00,
        Tls12 = 3072,
    }

    public class SslStream : IDisposable
    {
        public SslStream(Socket socket) { throw null; }

        public bool DataAvailable { get { throw null; } }

        public bool UseStoredDeviceCertificate { get { throw null; } set { throw null; } }

        public void AuthenticateAsClient(
            string targetHost, X509Certificate clientCertificate, X509Certificate ca, SslProtocols enabledSslProtocols) { throw null; }

        public int Read(byte[] buffer, int offset, int size) { throw null; }

        public void Write(byte[] buffer, int offset, int size) { throw null; }

        public void Dispose() { throw null; }
    }
}
