using MultiAgentEdge.Hardware;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// A rover's side of MQTT 3.1.1 (OASIS): clean sessions, QoS 0 and 1, a last will of bytes. Its memory is two rings of fixed size and
    /// its subscriptions: a broker that says more than the rover can take waits (TCP holds it back), and nothing is allocated for a message
    /// whose topic was heard before. Owns no thread: an entry point reads and writes the stream in one of its own
    /// (<see cref="MqttExchange"/>), the agent's loop does the rest and never waits. A subscription that the broker does not grant within
    /// two seconds is asked for again.
    /// </summary>
    public sealed class MqttSession
    {
        /// <summary>Keep-alive asked of the broker, s: it declares a rover lost after one and a half of it.</summary>
        public const int KeepAliveS = 5;

        /// <summary>Without a byte from the broker for this long, though it was pinged, the line is dead, microseconds.</summary>
        public const long SilenceUs = 7500000;

        /// <summary>For one of the longest messages, or some of a period's; a broker that says more waits.</summary>
        private const int InboxBytes = 672;

        /// <summary>For what is said at once after a connection: three messages, without the names in their topics.</summary>
        private const int OutboxBytes = 960;

        private const long PingUs = 2500000;
        private const int Connect = 0x10;
        private const int PublishAcknowledge = 0x40;
        private const int Subscribe = 0x82;
        private const int Ping = 0xC0;

        private readonly IClock _clock;
        private readonly object _gate = new object();
        private readonly MqttInbox _inbox;
        private readonly MqttOutbox _outbox;
        private readonly SubscriptionList _subscriptions = new SubscriptionList();
        private int _packetId;
        private long _lastSentUs;
        private long _lastHeardUs;

        /// <param name="longestPayload">Of a message, bytes; a longer one is dropped and counted.</param>
        /// <param name="inboxBytes">For messages that wait for the agent, with some 40 bytes of each for its topic.</param>
        /// <param name="outboxBytes">For messages that wait for the stream, likewise.</param>
        /// <param name="knownTopics">See <see cref="MqttInbox"/>.</param>
        public MqttSession(IClock clock, int longestPayload, int inboxBytes, int outboxBytes, int knownTopics)
        {
            byte[] text = new byte[MqttInbox.TopicBytes];
            _clock = clock;
            _inbox = new MqttInbox(clock, longestPayload, inboxBytes, knownTopics, _subscriptions, text);
            _outbox = new MqttOutbox(outboxBytes, text);
        }

        /// <summary>No larger than a rover of these sizes needs: of its neighbours and of itself it hears two topics each.</summary>
        public static MqttSession For(RoverOptions sizes, IClock clock)
        {
            int topics = sizes.NeighbourCapacity > 0 ? 2 * (sizes.NeighbourCapacity + 1) : 1;
            int names = 3 * (sizes.Fleet.Length + sizes.Name.Length);
            return new MqttSession(clock, sizes.MessageBufferBytes, InboxBytes, OutboxBytes + names, topics);
        }

        /// <summary>Whether the broker has taken the session.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>The broker's answer to the last connection: 0 taken, 1 to 5 refused (MQTT 3.1.1, 3.2.2.3), -1 none.</summary>
        public int ReturnCode { get; private set; }

        /// <inheritdoc cref="MqttInbox.Dropped"/>
        public int Dropped
        {
            get { return _inbox.Dropped; }
        }

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
                _inbox.Restart();
                _subscriptions.Clear();
                _lastHeardUs = _clock.NowUs;
                _lastSentUs = _lastHeardUs;
                bool named = user != null;
                bool secret = named && password != null;
                int remaining = 12 + MqttOutbox.Sized(clientId) + MqttOutbox.Sized(willTopic) + willLength
                    + (named ? MqttOutbox.Sized(user) : 0) + (secret ? MqttOutbox.Sized(password) : 0);
                bool fits = MqttOutbox.Fits(clientId) && MqttOutbox.Fits(willTopic) && (!named || MqttOutbox.Fits(user))
                    && (password == null || MqttOutbox.Fits(password));
                if (!fits || _outbox.Free < remaining + MqttOutbox.HeaderBytes)
                {
                    return false;
                }

                _outbox.PutHeader(Connect, remaining);
                _outbox.PutText("MQTT");
                _outbox.PutByte(4);
                // Clean session, will of QoS 1, retained; a password without a name is none (3.1.2.9).
                int flags = 0x02 | 0x04 | 0x08 | 0x20 | (user == null ? 0 : 0x80) | (user == null || password == null ? 0 : 0x40);
                _outbox.PutByte(flags);
                _outbox.PutNumber(KeepAliveS);
                _outbox.PutText(clientId);
                _outbox.PutText(willTopic);
                _outbox.PutNumber(willLength);
                _outbox.PutBytes(will, willLength);
                if (user != null)
                {
                    _outbox.PutText(user);
                    if (password != null)
                    {
                        _outbox.PutText(password);
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
                _inbox.Restart();
            }
        }

        /// <summary>Queues a message. QoS 1 may use the whole outbox, QoS 0 three quarters of it: what is said each period does not crowd
        /// out what is said once.</summary>
        public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce)
        {
            lock (_gate)
            {
                int remaining = MqttOutbox.Sized(topic) + (atLeastOnce ? 2 : 0) + length;
                int reserve = atLeastOnce ? 0 : (_outbox.Free + _outbox.Count) / 4;
                if (!IsOpen || !MqttOutbox.Fits(topic) || _outbox.Free - reserve < remaining + MqttOutbox.HeaderBytes)
                {
                    return false;
                }

                _outbox.PutHeader(MqttInbox.Publish | (atLeastOnce ? 2 : 0) | (retain ? 1 : 0), remaining);
                _outbox.PutText(topic);
                if (atLeastOnce)
                {
                    _outbox.PutNumber(NextId());
                }

                _outbox.PutBytes(buffer, length);
                return true;
            }
        }

        /// <summary>Wants a topic in this session. True where it will be asked for until it is granted.</summary>
        public bool TrySubscribe(string topic, bool atLeastOnce)
        {
            lock (_gate)
            {
                return IsOpen && MqttOutbox.Fits(topic) && _subscriptions.TryAdd(topic, atLeastOnce);
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
                    Ask(due, nowUs);
                }

                // Also where it speaks all the time itself: only an answer tells that somebody is there.
                if (nowUs - _lastSentUs >= PingUs && _outbox.Free >= 2)
                {
                    _lastSentUs = nowUs;
                    _outbox.PutHeader(Ping, 0);
                }

                return true;
            }
        }

        /// <summary>
        /// Takes bytes from the stream, however they were cut.
        /// </summary>
        /// <returns>How many were taken: fewer than there are where a message finds no room in the inbox; the rest is to be offered again
        /// when the agent has read. -1: the broker says what no broker says, or ends it; the stream is to be closed.</returns>
        public int Feed(byte[] from, int offset, int count)
        {
            lock (_gate)
            {
                _lastHeardUs = _clock.NowUs;
                int taken = 0;
                while (taken < count)
                {
                    int step = _inbox.Take(from, offset + taken, count - taken, IsOpen, _outbox.Free >= 4);
                    if (step == 0)
                    {
                        break;
                    }

                    if (step < 0 || !Answer())
                    {
                        IsOpen = false;
                        return -1;
                    }

                    taken += step;
                }

                return taken;
            }
        }

        /// <summary>Takes the oldest message.</summary>
        public bool TryReceive(LinkMessage message)
        {
            lock (_gate)
            {
                return _inbox.TryReceive(message);
            }
        }

        /// <summary>Does what the packet asks for that has just ended. False: the broker does not take the session.</summary>
        private bool Answer()
        {
            switch (_inbox.Ended)
            {
                case MqttInbox.ConnectAnswer:
                    ReturnCode = _inbox.EndedId;
                    IsOpen = _inbox.EndedWell;
                    return IsOpen;
                case MqttInbox.SubscribeAnswer:
                    _subscriptions.Answered(_inbox.EndedId, _inbox.EndedWell, _clock.NowUs);
                    return true;
                case MqttInbox.Publish:
                    _outbox.PutHeader(PublishAcknowledge, 2);
                    _outbox.PutNumber(_inbox.EndedId);
                    return true;
                default:
                    return true;
            }
        }

        /// <summary>Takes bytes that are to be written to the stream next; 0 where none wait.</summary>
        public int TakeOutgoing(byte[] into)
        {
            lock (_gate)
            {
                return _outbox.Take(into);
            }
        }

        private void Ask(int index, long nowUs)
        {
            string topic = _subscriptions.TopicOf(index);
            int remaining = 2 + MqttOutbox.Sized(topic) + 1;
            if (_outbox.Free < remaining + MqttOutbox.HeaderBytes)
            {
                return;
            }

            int id = NextId();
            _outbox.PutHeader(Subscribe, remaining);
            _outbox.PutNumber(id);
            _outbox.PutText(topic);
            _outbox.PutByte(_subscriptions.IsAtLeastOnce(index) ? 1 : 0);
            _subscriptions.Sent(index, id, nowUs);
        }

        private int NextId()
        {
            _packetId = _packetId == 65535 ? 1 : _packetId + 1;
            return _packetId;
        }
    }
}
