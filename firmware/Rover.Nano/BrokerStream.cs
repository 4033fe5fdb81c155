using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>A socket to the broker, under TLS where the rover is told so.</summary>
    public sealed class BrokerStream : IByteStream
    {
        private readonly Socket _socket;
        private readonly SslStream _secured;

        private BrokerStream(Socket socket, SslStream secured)
        {
            _socket = socket;
            _secured = secured;
        }

        /// <summary>Connects; waits for as long as the network takes.</summary>
        /// <param name="host">Name or address.</param>
        /// <param name="authorityPath">File of the certificate authority for TLS; null: plain. Where there is none, the firmware's own
        /// bundle of authorities decides.</param>
        public static BrokerStream Open(string host, int port, string authorityPath)
        {
            IPAddress[] addresses = Dns.GetHostEntry(host).AddressList;
            int first = 0;
            while (addresses[first] == null)
            {
                first++;
            }

            Socket socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(new IPEndPoint(addresses[first], port));
                return new BrokerStream(socket, authorityPath == null ? null : Secure(socket, host, authorityPath));
            }
            catch
            {
                socket.Close();
                throw;
            }
        }

        /// <inheritdoc cref="IByteStream.HasArrived"/>
        public bool HasArrived
        {
            // TLS may hold more of a record than was read of it.
            get { return (_secured != null && _secured.DataAvailable) || _socket.Poll(0, SelectMode.SelectRead); }
        }

        /// <inheritdoc cref="IByteStream.Read"/>
        public int Read(byte[] buffer, int offset, int count)
        {
            return _secured == null
                ? _socket.Receive(buffer, offset, count, SocketFlags.None)
                : _secured.Read(buffer, offset, count);
        }

        /// <inheritdoc cref="IByteStream.Write"/>
        public void Write(byte[] buffer, int offset, int count)
        {
            if (_secured != null)
            {
                _secured.Write(buffer, offset, count);
                return;
            }

            int sent = 0;
            while (sent < count)
            {
                int part = _socket.Send(buffer, offset + sent, count - sent, SocketFlags.None);
                if (part <= 0)
                {
                    throw new IOException();
                }

                sent += part;
            }
        }

        /// <inheritdoc cref="IByteStream.Close"/>
        public void Close()
        {
            if (_secured != null)
            {
                _secured.Dispose();
            }

            _socket.Close();
        }

        private static SslStream Secure(Socket socket, string host, string authorityPath)
        {
            X509Certificate authority = File.Exists(authorityPath) ? new X509Certificate(File.ReadAllBytes(authorityPath)) : null;
            SslStream stream = new SslStream(socket);
            stream.UseStoredDeviceCertificate = true;
            stream.AuthenticateAsClient(host, null, authority, SslProtocols.Tls12);
            return stream;
        }
    }
}
