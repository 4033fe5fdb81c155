using System;
using System.Threading;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Naming;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>
    /// The agent's link: a session of MQTT on a socket. Connecting and writing may wait, so a thread of its own does these, and the reading
    /// besides. What the agent calls never waits.
    /// </summary>
    public sealed class MqttLink : ILink
    {
        private const int TurnMs = 5;
        private const int IdleMs = 1000;
        private const string AuthorityPath = "I:\\ca.crt";

        private readonly WifiConnection _network;
        private readonly IClock _clock;
        private readonly MqttSession _session;
        private readonly MqttExchange _exchange;
        private readonly string _hosts;
        private int _turn;
        private readonly string _user;
        private readonly string _password;
        private readonly string _authority;
        private readonly int _port;
        private readonly AutoResetEvent _wanted = new AutoResetEvent(false);
        private IByteStream _stream;
        private string _clientId;
        private string _willTopic;
        private byte[] _will;
        private int _willLength;
        private bool _isConnecting;

        /// <param name="sizes">Of the longest message and the most neighbours.</param>
        public MqttLink(RoverSettings settings, WifiConnection network, IClock clock, RoverOptions sizes)
        {
            _clock = clock;
            _network = network;
            _hosts = settings.MayConnect ? settings.Text(RoverSettings.BrokerHost) : null;
            _user = settings.Text(RoverSettings.BrokerUser);
            _password = settings.Text(RoverSettings.BrokerPassword);
            bool tls = settings.Number(RoverSettings.BrokerTls, 0) == 1;
            _authority = tls ? AuthorityPath : null;
            _port = settings.Number(RoverSettings.BrokerPort, tls ? 8883 : 1883);
            _session = MqttSession.For(sizes, clock);
            _exchange = new MqttExchange(_session);
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
            new Thread(Run).Start();
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
            // The thread may wait in the old connection: without it, it comes back.
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
            return _session.TryPublish(topic, buffer, length, retain, atLeastOnce);
        }

        public bool TryReceive(LinkMessage message)
        {
            if (_stream != null && !_session.Poll())
            {
                Drop(_stream);
            }

            return _session.TryReceive(message);
        }

        private void Run()
        {
            while (true)
            {
                bool isWanted = _wanted.WaitOne(IdleMs, false);
                try
                {
                    _network.Check(_clock.NowUs);
                    if (isWanted)
                    {
                        // Also where the end of the last connection has just said that nobody is.
                        _isConnecting = true;
                        IByteStream stream = Connect();
                        while (stream != null && _exchange.Turn(stream))
                        {
                            _isConnecting = _isConnecting && !_session.IsOpen;
                            if (!_exchange.HasMoved)
                            {
                                _network.Check(_clock.NowUs);
                                Thread.Sleep(TurnMs);
                            }
                        }
                    }
                }
                catch (Exception)
                {
                    // Whatever it was, the connection is gone, and the agent asks for another.
                    _session.End();
                }

                if (isWanted)
                {
                    Drop(_stream);
                    _isConnecting = false;
                }
            }
        }

        /// <summary>Null where the session does not fit its outbox.</summary>
        private IByteStream Connect()
        {
            // Whoever is lost, or does not come, is followed by the next of its cluster.
            IByteStream stream = BrokerStream.Open(BrokerHosts.At(_hosts, _turn++), _port, _authority);
            _stream = stream;
            _exchange.Begin();
            return _session.Begin(_clientId, _user, _password, _willTopic, _will, _willLength) ? stream : null;
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
