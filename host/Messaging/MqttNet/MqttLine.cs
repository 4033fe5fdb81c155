using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// A TCP line, with TLS where a CA file is named, that one thread reads and one writes. Both wait in the kernel: a thread of its own is
/// woken when there is something to do, however many others want the processor, where the continuations of all connections would stand in
/// line for the two threads of a pool.
/// </summary>
internal sealed class MqttLine(LinkOptions options) : IDisposable
{
    /// <summary>Largest packet that is taken, bytes; a broker of MQTT 5 is told so.</summary>
    public const int LargestPacketBytes = 1 << 22;

    private const int UsualBytes = 16 * 1024;
    private const int MostLengthBytes = 4;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private Stream _stream = Stream.Null;
    private byte[] _buffer = new byte[UsualBytes];
    private int _from;
    private int _to;

    /// <summary>Waits as long as it takes: whoever knows a limit disposes of the line.</summary>
    /// <exception cref="Exception">Of sockets, of TLS, or of a line that was disposed of.</exception>
    public void Connect()
    {
        _socket.Connect(options.Host, options.Port);

        // A broker that reads no more blocks its writer, and the writer is who looks for life.
        _socket.SendTimeout = 2 * (int)options.KeepAlive.TotalMilliseconds;
        _stream = new NetworkStream(_socket, ownsSocket: true);
        if (options.CaFile is null)
            return;
        var tls = new SslStream(_stream);
        _stream = tls;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(CaFiles.Read(options.CaFile));
        tls.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = options.Host, CertificateChainPolicy = policy });
    }

    /// <summary>Waits for a packet and gives its first byte and what follows its length, valid until the next call; false where the broker
    /// has closed the line.</summary>
    /// <exception cref="InvalidDataException">This is no MQTT, or more than anybody sends here.</exception>
    /// <exception cref="IOException">The line is gone.</exception>
    public bool TryRead(out byte header, out ArraySegment<byte> body)
    {
        header = 0;
        body = default;
        int length = 0, lengthBytes = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (lengthBytes == MostLengthBytes)
                throw new InvalidDataException("no MQTT packet");
            if (!TryFill(lengthBytes + 2))
                return false;
            byte digit = _buffer[_from + ++lengthBytes];
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80)
                break;
        }

        if (length > LargestPacketBytes)
            throw new InvalidDataException($"a packet of {length} bytes");
        int whole = 1 + lengthBytes + length;
        if (!TryFill(whole))
            return false;
        header = _buffer[_from];
        body = new ArraySegment<byte>(_buffer, _from + 1 + lengthBytes, length);
        _from += whole;
        return true;
    }

    /// <exception cref="IOException">The line is gone, or the broker has taken nothing for twice the keep-alive.</exception>
    public void Write(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    /// <summary>Whether a small write would not have to wait.</summary>
    public bool HasRoom
    {
        get
        {
            try
            {
                return _socket.Poll(0, SelectMode.SelectWrite);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>Nothing more is written; what was goes out.</summary>
    public void EndWriting()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other end was first.
        }
    }

    /// <summary>From any thread: calls under way end with an error.</summary>
    public void Dispose()
    {
        // A stream of TLS would want to say goodbye on a line that may be blocked.
        _socket.Dispose();
    }

    // As much as there is in one call: a packet's header and body in one, and the packets after it.
    private bool TryFill(int bytes)
    {
        if (_to - _from >= bytes)
            return true;
        if (_from == _to && bytes <= UsualBytes)
        {
            _from = _to = 0;
            if (_buffer.Length > UsualBytes)
                _buffer = new byte[UsualBytes];
        }
        else if (_from + bytes > _buffer.Length)
        {
            var buffer = bytes > _buffer.Length ? new byte[bytes] : _buffer;
            _buffer.AsSpan(_from, _to - _from).CopyTo(buffer);
            (_buffer, _from, _to) = (buffer, 0, _to - _from);
        }

        while (_to - _from < bytes)
        {
            int read = _stream.Read(_buffer, _to, _buffer.Length - _to);
            if (read == 0)
                return false;
            _to += read;
        }

        return true;
    }
}
