using System;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using MultiAgentEdge.Hardware;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>
    /// The agent's link on M2Mqtt. Connecting blocks, so a thread of its own does it; what arrives waits in a ring. M2Mqtt takes a last
    /// will as text only, so a vanished board's state is the word <c>lost</c>, which the host knows. It keeps the bytes it is given, so
    /// each message is copied.
    /// </summary>
    public sealed class MqttLink : ILink
    {
        private const int InboxLength = 16;
        private const int OutboxLength = 24;
        private const ushort KeepAliveS = 5;
        private const string CertificatePath = "I:\\ca.crt";

        private readonly WifiConnection _network;
        private readonly string _host;
        private readonly string _user;
        private readonly string _password;
        private readonly int _port;
        private readonly int _longestPayload;
        private readonly bool _tls;
        private readonly AutoResetEvent _wanted = new AutoResetEvent(false);
        private readonly object _gate = new object();
        private readonly string[] _topics = new string[InboxLength];
        private readonly bool[] _retained = new bool[InboxLength];
        private readonly byte[][] _payloads = new byte[InboxLength][];
        private readonly long[] _arrivalsUs = new long[InboxLength];
        private readonly IClock _clock;
        private MqttClient _client;
        private string _clientId;
        private string _willTopic;
        private bool _isBusy;
        private int _first;
        private int _waiting;
        private int _dropped;

        public MqttLink(RoverSettings settings, WifiConnection network, IClock clock)
        {
            _clock = clock;
            _network = network;
            _host = settings.MayConnect ? settings.Text(RoverSettings.BrokerHost) : null;
            _user = settings.Text(RoverSettings.BrokerUser);
            _password = settings.Text(RoverSettings.BrokerPassword);
            _tls = settings.Number(RoverSettings.BrokerTls, 0) == 1;
            _longestPayload = settings.ToOptions(0).MessageBufferBytes;
            _port = settings.Number(RoverSettings.BrokerPort, _tls ? 8883 : 1883);
        }

        public int Dropped
        {
            get { return _dropped; }
        }

        public bool IsConnected
        {
            get { return !_isBusy && _client != null && _client.IsConnected; }
        }

        public void Start()
        {
            new Thread(Run).Start();
        }

        public bool TryConnect(string clientId, string willTopic, byte[] willPayload, int willLength)
        {
            if (_isBusy || _host == null || !_network.IsUp)
            {
                return false;
            }

            _clientId = clientId;
            _willTopic = willTopic;
            _isBusy = true;
            _wanted.Set();
            return true;
        }

        public bool TrySubscribe(string topic, bool atLeastOnce)
        {
            try
            {
                _client.Subscribe(new string[] { topic }, new MqttQoSLevel[] { Level(atLeastOnce) });
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce)
        {
            if (!IsConnected)
            {
                return false;
            }

            try
            {
                byte[] own = new byte[length];
                Array.Copy(buffer, own, length);
                _client.Publish(topic, own, null, null, Level(atLeastOnce), retain);
                return true;
            }
            catch (Exception)
            {
                // The connection has gone meanwhile, or its queue is full: the agent says it again next period.
                return false;
            }
        }

        public bool TryReceive(LinkMessage message)
        {
            lock (_gate)
            {
                if (_waiting == 0)
                {
                    return false;
                }

                byte[] payload = _payloads[_first];
                message.Topic = _topics[_first];
                message.IsRetained = _retained[_first];
                message.ArrivalUs = _arrivalsUs[_first];
                message.Length = payload.Length;
                Array.Copy(payload, message.Payload, payload.Length);
                _payloads[_first] = null;
                _first = (_first + 1) % InboxLength;
                _waiting--;
                return true;
            }
        }

        private void Run()
        {
            while (true)
            {
                _wanted.WaitOne();
                try
                {
                    Connect();
                }
                catch (Exception)
                {
                    Drop();
                }

                _isBusy = false;
            }
        }

        private void Connect()
        {
            Drop();
            X509Certificate authority = _tls && File.Exists(CertificatePath)
                ? new X509Certificate(File.ReadAllBytes(CertificatePath))
                : null;
            MqttClient client = new MqttClient(
                _host, _port, _tls, authority, null, _tls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None);
            client.Settings.InflightQueueSize = OutboxLength;
            client.MqttMsgPublishReceived += OnMessage;
            MqttReasonCode code = client.Connect(
                _clientId, _user, _password, true, MqttQoSLevel.AtLeastOnce, true, _willTopic, "lost", true, KeepAliveS);
            if (code == MqttReasonCode.Success)
            {
                _client = client;
            }
            else
            {
                client.MqttMsgPublishReceived -= OnMessage;
                client.Dispose();
            }
        }

        private void Drop()
        {
            MqttClient old = _client;
            _client = null;
            lock (_gate)
            {
                _waiting = 0;
            }

            if (old != null)
            {
                old.MqttMsgPublishReceived -= OnMessage;
                old.Close();
                old.Dispose();
            }
        }

        private void OnMessage(object sender, MqttMsgPublishEventArgs e)
        {
            lock (_gate)
            {
                if (_waiting == InboxLength || e.Message == null || e.Message.Length > _longestPayload)
                {
                    _dropped++;
                    return;
                }

                int at = (_first + _waiting) % InboxLength;
                _topics[at] = e.Topic;
                _retained[at] = e.Retain;
                // Here, not in the loop: a pose is told by its age, and a solve takes longer than a network.
                _arrivalsUs[at] = _clock.NowUs;
                _payloads[at] = e.Message;
                _waiting++;
            }
        }

        private static MqttQoSLevel Level(bool atLeastOnce)
        {
            return atLeastOnce ? MqttQoSLevel.AtLeastOnce : MqttQoSLevel.AtMostOnce;
        }
    }
}
