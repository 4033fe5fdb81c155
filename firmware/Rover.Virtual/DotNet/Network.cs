using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace System.Net
{
    /// <summary>Addresses alone: whoever starts a virtual board has looked the name up.</summary>
    public static class Dns
    {
        public static IPHostEntry GetHostEntry(string hostNameOrAddress)
        {
            return new IPHostEntry { AddressList = new[] { IPAddress.Parse(hostNameOrAddress) } };
        }
    }
}

namespace System.Net.NetworkInformation
{
    /// <summary>One network that is there, also where a computer has no other than itself.</summary>
    public class NetworkInterface
    {
        public byte[] PhysicalAddress
        {
            get { return new byte[6]; }
        }

        public static NetworkInterface[] GetAllNetworkInterfaces()
        {
            return new[] { new NetworkInterface() };
        }

        public static bool GetIsNetworkAvailable()
        {
            return true;
        }
    }
}

namespace System.Net.Security
{
    public enum SslProtocols
    {
        Tls12 = 3072,
    }

    /// <summary>A board's TLS is its firmware's, which .NET has not: none of it here.</summary>
    public sealed class SslStream : IDisposable
    {
        public SslStream(Socket socket)
        {
            throw new NotSupportedException("A virtual board on .NET speaks no TLS.");
        }

        public bool UseStoredDeviceCertificate { get; set; }

        public bool DataAvailable
        {
            get { return false; }
        }

        public void AuthenticateAsClient(
            string targetHost, X509Certificate clientCertificate, X509Certificate ca, SslProtocols enabledSslProtocols)
        {
            throw new NotSupportedException();
        }

        public int Read(byte[] buffer, int offset, int size)
        {
            throw new NotSupportedException();
        }

        public void Write(byte[] buffer, int offset, int size)
        {
            throw new NotSupportedException();
        }

        public void Dispose()
        {
        }
    }
}
