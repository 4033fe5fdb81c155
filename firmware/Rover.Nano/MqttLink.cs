using System;
using System.Threading;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Naming;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>
    /// The agent's link: a session of MQTT on a socket. Connecting and reading wait, so a thread of its own does both; writing waits where
    /// the network takes nothing, so another does that. What the agent calls never waits.
    /// </summary>
    public sealed class MqttLink : ILink
    {
        /// <summary>For one of the longest messages and half a dozen of a period's; a broker that says more waits.</summary>
        private const int InboxBytes = 1280;
        private const int OutboxBytes = 1536;
        private const int PieceBytes = 192;
        private const int NoRoomMs = 5;
        private const int IdleMs = 1000;
        private const string AuthorityPath = "I:\\ca.crt";

        private readonly WifiConnection _network;
        private readonly IClock _clock;
        private readonly MqttSession _session;
        private readonly string _hosts;
        private int _turn;
        private readonly string _user;
        private readonly string _password;
        private readonly string _authority;
        private readonly int _port;
        private readonly AutoResetEvent _wanted = new AutoResetEvent(false);
        private readonly AutoResetEvent _outgoing = new AutoResetEvent(false);
        private readonly byte[] _arrived = new byte[PieceBytes];
        private readonly byte[] _leaving = new byte[PieceBytes];
        private IByteStream _stream;
        private string _clientId;
        private string _willTopic;
        private byte[] _will;
        private int _willLength;
        private bool _isConnecting;

        public MqttLink(RoverSettings settings, WifiConnection network, IClock clock)
        {
            _clock = clock;
            _network = network;
            _hosts = settings.MayConnect ? settings.Text(RoverSettings.BrokerHost) : null;
            _user = settings.Text(RoverSettings.BrokerUser);
            _password = settings.Text(RoverSettings.BrokerPassword);
            bool tls = settings.Number(RoverSettings.BrokerTls, 0) == 1;
            _authority = tls ? AuthorityPath : null;
            _port = settings.Number(RoverSettings.BrokerPort, tls ? 8883 : 1883);
            _session = new MqttSession(clock, settings.ToOptions(0).MessageBufferBytes, InboxBytes, OutboxBytes);
        }

        public int Dropped
        {
            get { return _session.Dropped; }
        }

        public bool IsConnected
        {
            get { return _session.IsOpen; }
        }

        public void Start()
        {
            new Thread(Receive).Start();
            new Thread(Send).Start();
        }

        public bool TryConnect(string clientId, string willTopic, byte[] willPayload, int willLength)
        {
            if (_isConnecting || _hosts == null || !_network.IsUp)
            {
                return false;
            }

            _clientId = clientId;
            _willTopic = willTopic;
            _will = willPayload;
            _willLength = willLength;
            _isConnecting = true;
            // The reading thread waits in the old connection: without it, it comes back.
            Drop(_stream);
            _wanted.Set();
            return true;
        }

        public bool TrySubscribe(string topic, bool atLeastOnce)
        {
            return _session.TrySubscribe(topic, atLeastOnce);
        }

        public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce)
        {
            bool taken = _session.TryPublish(topic, buffer, length, retain, atLeastOnce);
            if (taken)
            {
                _outgoing.Set();
            }

            return taken;
        }

        public bool TryReceive(LinkMessage message)
        {
            if (_stream != null && !_session.Poll())
            {
                Drop(_stream);
            }
            else if (_session.HasOutgoing)
            {
                _outgoing.Set();
            }

            return _session.TryReceive(message);
        }

        private void Receive()
        {
            while (true)
            {
                _wanted.WaitOne();
                // Also where the end of the last connection has just said that nobody is.
                _isConnecting = true;
                try
                {
                    Connect();
                }
                catch (Exception)
                {
                    // Whatever it was, the connection is gone, and the agent asks for another.
                    _session.End();
                }

                Drop(_stream);
                _isConnecting = false;
            }
        }

        private void Connect()
        {
            // Whoever is lost, or does not come, is followed by the next of its cluster.
            IByteStream stream = BrokerStream.Open(BrokerHosts.At(_hosts, _turn++), _port, _authority);
            _stream = stream;
            if (!_session.Begin(_clientId, _user, _password, _willTopic, _will, _willLength))
            {
                return;
            }

            _outgoing.Set();
            while (true)
            {
                int count = stream.Read(_arrived, 0, _arrived.Length);
                int taken = 0;
                while (taken < count)
                {
                    int part = _session.Feed(_arrived, taken, count - taken);
                    if (part < 0)
                    {
                        return;
                    }

                    taken += part;
                    if (taken < count)
                    {
                        // The agent has to read first; the broker waits meanwhile.
                        Thread.Sleep(NoRoomMs);
                    }
                }

                if (count <= 0)
                {
                    return;
                }

                _isConnecting = _isConnecting && !_session.IsOpen;
                if (_session.HasOutgoing)
                {
                    _outgoing.Set();
                }
            }
        }

        private void Send()
        {
            while (true)
            {
                _outgoing.WaitOne(IdleMs, false);
                _network.Check(_clock.NowUs);
                IByteStream stream = _stream;
                try
                {
                    int count = stream == null ? 0 : _session.TakeOutgoing(_leaving);
                    while (count > 0)
                    {
                        stream.Write(_leaving, 0, count);
                        count = _session.TakeOutgoing(_leaving);
                    }
                }
                catch (Exception)
                {
                    Drop(stream);
                }
            }
        }

        /// <summary>Ends a connection, unless another has taken its place already.</summary>
        private void Drop(IByteStream which)
        {
            if (which == null || which != _stream)
            {
                return;
            }

            _stream = null;
            _session.End();
            try
            {
                which.Close();
            }
            catch (Exception)
            {
                // It is closed already, and the session has ended.
                _session.End();
            }
        }
    }
}
