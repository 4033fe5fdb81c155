using System;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// A rover's side of MQTT 3.1.1 (OASIS): clean sessions, QoS 0 and 1, a last will of bytes. Its memory is two rings of fixed size and
    /// its subscriptions: a broker that says more than the rover can take waits (TCP holds it back), and nothing is allocated for a message
    /// whose topic was heard before. Owns no thread: an entry point reads and writes the stream in threads of its own
    /// (<see cref="Feed"/>, <see cref="TakeOutgoing"/>), the agent's loop does the rest and never waits. A subscription that the broker
    /// does not grant within two seconds is asked for again.
    /// </summary>
    public sealed partial class MqttSession
    {
        /// <summary>Keep-alive asked of the broker, s: it declares a rover lost after one and a half of it.</summary>
        public const int KeepAliveS = 5;

        /// <summary>Without a byte from the broker for this long, though it was pinged, the line is dead, microseconds.</summary>
        public const long SilenceUs = 7500000;

        private const long PingUs = 2500000;
        private const int Connect = 0x10;
        private const int Publish = 0x30;
        private const int PublishAcknowledge = 0x40;
        private const int Ping = 0xC0;
        private const int HeaderBytes = 5;

        private readonly IClock _clock;
        private readonly object _gate = new object();
        private readonly ByteRing _outbox;
        private readonly SubscriptionList _subscriptions = new SubscriptionList();
        private readonly byte[] _small = new byte[4];
        private readonly byte[] _chars = new byte[TopicBytes];
        private int _packetId;
        private long _lastSentUs;
        private long _lastHeardUs;

        /// <param name="longestPayload">Of a message, bytes; a longer one is dropped and counted.</param>
        /// <param name="inboxBytes">For messages that wait for the agent, with some 40 bytes of each for its topic.</param>
        /// <param name="outboxBytes">For messages that wait for the stream, likewise.</param>
        public MqttSession(IClock clock, int longestPayload, int inboxBytes, int outboxBytes)
        {
            _clock = clock;
            _longestPayload = longestPayload;
            int least = longestPayload + TopicBytes + RecordBytes;
            _inbox = new ByteRing(inboxBytes > least ? inboxBytes : least);
            _outbox = new ByteRing(outboxBytes);
        }

        /// <summary>Whether the broker has taken the session.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>The broker's answer to the last connection: 0 taken, 1 to 5 refused (MQTT 3.1.1, 3.2.2.3), -1 none.</summary>
        public int ReturnCode { get; private set; }

        /// <summary>Whether bytes wait for the stream.</summary>
        public bool HasOutgoing
        {
            get { return _outbox.Count > 0; }
        }

        /// <summary>Subscriptions that the broker has not granted.</summary>
        public int SubscriptionsOpen
        {
            get { return _subscriptions.OpenCount; }
        }

        /// <summary>Begins a session: forgets what is of the last one and queues the packet that asks for it.</summary>
        /// <returns>False: it does not fit the outbox.</returns>
        public bool Begin(string clientId, string user, string password, string willTopic, byte[] will, int willLength)
        {
            lock (_gate)
            {
                IsOpen = false;
                ReturnCode = -1;
                _outbox.Clear();
                _inbox.Clear();
                _subscriptions.Clear();
                RestartParser();
                _lastHeardUs = _clock.NowUs;
                _lastSentUs = _lastHeardUs;
                int remaining = 10 + Sized(clientId) + Sized(willTopic) + 2 + willLength + (user == null ? 0 : Sized(user))
                    + (user == null || password == null ? 0 : Sized(password));
                bool fits = Fits(clientId) && Fits(willTopic) && (user == null || Fits(user)) && (password == null || Fits(password));
                if (!fits || _outbox.Free < remaining + HeaderBytes)
                {
                    return false;
                }

                PutHeader(Connect, remaining);
                PutText("MQTT");
                _outbox.Put(4);
                // Clean session, will of QoS 1, retained; a password without a name is none (3.1.2.9).
                int flags = 0x02 | 0x04 | 0x08 | 0x20 | (user == null ? 0 : 0x80) | (user == null || password == null ? 0 : 0x40);
                _outbox.Put((byte)flags);
                PutNumber(KeepAliveS);
                PutText(clientId);
                PutText(willTopic);
                PutNumber(willLength);
                _outbox.Put(will, 0, willLength);
                if (user != null)
                {
                    PutText(user);
                    if (password != null)
                    {
                        PutText(password);
                    }
                }

                return true;
            }
        }

        /// <summary>Ends it: nothing is published or received until it begins anew.</summary>
        public void End()
        {
            lock (_gate)
            {
                IsOpen = false;
                _outbox.Clear();
                _inbox.Clear();
                RestartParser();
            }
        }

        /// <summary>Queues a message. QoS 1 may use the whole outbox, QoS 0 three quarters of it: what is said each period does not crowd
        /// out what is said once.</summary>
        public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce)
        {
            lock (_gate)
            {
                int remaining = Sized(topic) + (atLeastOnce ? 2 : 0) + length;
                int reserve = atLeastOnce ? 0 : (_outbox.Free + _outbox.Count) / 4;
                if (!IsOpen || !Fits(topic) || _outbox.Free - reserve < remaining + HeaderBytes)
                {
                    return false;
                }

                PutHeader(Publish | (atLeastOnce ? 2 : 0) | (retain ? 1 : 0), remaining);
                PutText(topic);
                if (atLeastOnce)
                {
                    PutNumber(NextId());
                }

                _outbox.Put(buffer, 0, length);
                return true;
            }
        }

        /// <summary>Wants a topic in this session. True where it will be asked for until it is granted.</summary>
        public bool TrySubscribe(string topic, bool atLeastOnce)
        {
            lock (_gate)
            {
                return IsOpen && Fits(topic) && _subscriptions.TryAdd(topic, atLeastOnce);
            }
        }

        /// <summary>What the agent's loop does each turn: asks for what is not granted yet, and shows the broker that this rover is
        /// there.</summary>
        /// <returns>False: the line is dead; its stream is to be closed.</returns>
        public bool Poll()
        {
            lock (_gate)
            {
                long nowUs = _clock.NowUs;
                // A clock that was set back is no silence.
                _lastHeardUs = nowUs < _lastHeardUs ? nowUs : _lastHeardUs;
                _lastSentUs = nowUs < _lastSentUs ? nowUs : _lastSentUs;
                if (nowUs - _lastHeardUs > SilenceUs)
                {
                    return false;
                }

                if (!IsOpen)
                {
                    return true;
                }

                int due = _subscriptions.NextDue(nowUs);
                if (due >= 0)
                {
                    Subscribe(due, nowUs);
                }

                // Also where it speaks all the time itself: only an answer tells that somebody is there.
                if (nowUs - _lastSentUs >= PingUs && _outbox.Free >= 2)
                {
                    _lastSentUs = nowUs;
                    PutHeader(Ping, 0);
                }

                return true;
            }
        }

        /// <summary>Takes bytes that are to be written to the stream next; 0 where none wait.</summary>
        public int TakeOutgoing(byte[] into)
        {
            lock (_gate)
            {
                int count = _outbox.Count < into.Length ? _outbox.Count : into.Length;
                _outbox.Peek(0, into, 0, count);
                _outbox.Drop(count);
                return count;
            }
        }

        private void Subscribe(int index, long nowUs)
        {
            string topic = _subscriptions.TopicOf(index);
            int remaining = 2 + Sized(topic) + 1;
            if (_outbox.Free < remaining + HeaderBytes)
            {
                return;
            }

            int id = NextId();
            PutHeader(0x82, remaining);
            PutNumber(id);
            PutText(topic);
            _outbox.Put(_subscriptions.IsAtLeastOnce(index) ? (byte)1 : (byte)0);
            _subscriptions.Sent(index, id, nowUs);
        }

        private int NextId()
        {
            _packetId = _packetId == 65535 ? 1 : _packetId + 1;
            return _packetId;
        }

        private static bool Fits(string text)
        {
            return Utf8.ByteCount(text) <= TopicBytes;
        }

        private static int Sized(string text)
        {
            return 2 + Utf8.ByteCount(text);
        }

        private void PutHeader(int first, int remaining)
        {
            _outbox.Put((byte)first);
            while (remaining >= 128)
            {
                _outbox.Put((byte)((remaining & 127) | 128));
                remaining >>= 7;
            }

            _outbox.Put((byte)remaining);
        }

        private void PutNumber(int value)
        {
            _outbox.Put((byte)(value >> 8));
            _outbox.Put((byte)value);
        }

        private void PutText(string text)
        {
            int length = Utf8.Put(_chars, 0, text);
            PutNumber(length);
            _outbox.Put(_chars, 0, length);
        }
    }
}
