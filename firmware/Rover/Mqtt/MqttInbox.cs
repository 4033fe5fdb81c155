using System;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// From the stream's bytes, however they were cut, to the agent's messages, which wait in a ring of fixed size. What a packet asks of
    /// the session stands in <see cref="Ended"/>. Not thread-safe: its owner locks.
    /// </summary>
    public sealed class MqttInbox
    {
        /// <summary>Longest topic, bytes; a name of 32 in a fleet of 32 has some 90.</summary>
        public const int TopicBytes = 96;

        /// <summary>Of a record in the inbox before topic and payload: lengths, whether the broker had kept it, when it came.</summary>
        private const int RecordBytes = 12;

        /// <summary>Kinds of packets, with their fixed flags where they have such.</summary>
        public const int ConnectAnswer = 0x20;
        public const int SubscribeAnswer = 0x90;
        public const int Publish = 0x30;
        private const int PublishAnswer = 0x40;
        private const int PingAnswer = 0xD0;

        private const int AtFirstByte = 0;
        private const int AtLength = 1;
        private const int AtTopicLength = 2;
        private const int AtTopic = 3;
        private const int AtPacketId = 4;
        private const int AtPayload = 5;
        private const int AtAnswer = 6;
        private const int AtRest = 7;

        private readonly IClock _clock;
        private readonly SubscriptionList _subscriptions;
        private readonly int _longestPayload;
        private readonly ByteRing _inbox;
        private readonly byte[] _small = new byte[4];
        private readonly byte[] _record = new byte[RecordBytes];
        private readonly byte[] _topic = new byte[TopicBytes];
        private readonly byte[] _chars;
        private readonly string[] _known;
        private int _nextKnown;
        private int _at;
        private int _first;
        private int _shift;
        private int _remaining;
        private int _length;
        private int _topicLength;
        private int _packet;
        private int _records;
        private bool _mayAnswer;

        /// <param name="longestPayload">Of a message, bytes; a longer one is dropped and counted.</param>
        /// <param name="capacity">Bytes for messages that wait, with some 40 of each for its topic; at least one of the longest
        /// fits.</param>
        /// <param name="knownTopics">At least one: topics that are remembered besides those subscribed to by name, so that hearing one
        /// again allocates nothing: those of a rover's neighbours.</param>
        /// <param name="subscriptions">Whose topics need not be remembered a second time.</param>
        /// <param name="text">Of <see cref="TopicBytes"/>; what is in it is nobody's after a call.</param>
        public MqttInbox(
            IClock clock, int longestPayload, int capacity, int knownTopics, SubscriptionList subscriptions, byte[] text)
        {
            _chars = text;
            _known = new string[knownTopics];
            _clock = clock;
            _longestPayload = longestPayload;
            _subscriptions = subscriptions;
            int least = longestPayload + TopicBytes + RecordBytes;
            _inbox = new ByteRing(capacity > least ? capacity : least);
        }

        /// <summary>Messages that were longer than the agent takes, or whose topic was.</summary>
        public int Dropped { get; private set; }

        /// <summary>The kind of packet that the last byte taken has ended and that the session has to do something about; 0:
        /// none.</summary>
        public int Ended { get; private set; }

        /// <summary>Of it: number of the message or of the question; for an answer to a connection its code.</summary>
        public int EndedId { get; private set; }

        /// <summary>Of an answer to a subscription: whether it is granted.</summary>
        public bool EndedWell { get; private set; }

        /// <summary>Takes the oldest message.</summary>
        public bool TryReceive(LinkMessage message)
        {
            // The newest record may still be on its way.
            if (_records == 0)
            {
                return false;
            }

            _records--;
            _inbox.Peek(0, _record, 0, RecordBytes);
            int payload = Bytes.GetU16(_record, 0);
            int topic = _record[2];
            message.IsRetained = _record[3] != 0;
            message.ArrivalUs = Bytes.GetI64(_record, 4);
            _inbox.Drop(RecordBytes);
            _inbox.Peek(0, _chars, 0, topic);
            _inbox.Drop(topic);
            message.Topic = TopicOf(topic);
            message.Length = payload;
            _inbox.Peek(0, message.Payload, 0, payload);
            _inbox.Drop(payload);
            return true;
        }

        /// <summary>Forgets what has come; a stream begins.</summary>
        public void Restart()
        {
            _inbox.Clear();
            _at = AtFirstByte;
            _records = 0;
        }

        /// <summary>Takes at least one byte.</summary>
        /// <param name="isOpen">Whether messages may come already.</param>
        /// <param name="mayAnswer">Whether a message that wants an answer may end: there is room for the answer.</param>
        /// <returns>How many were taken; 0: no room; -1: what no broker says.</returns>
        public int Take(byte[] from, int at, int count, bool isOpen, bool mayAnswer)
        {
            Ended = 0;
            _mayAnswer = mayAnswer;
            int value = from[at];
            switch (_at)
            {
                case AtFirstByte:
                    _first = value;
                    _remaining = 0;
                    _shift = 0;
                    _at = AtLength;
                    return 1;
                case AtLength:
                    _remaining |= (value & 127) << _shift;
                    _shift += 7;
                    if ((value & 128) != 0)
                    {
                        return _shift < 28 ? 1 : -1;
                    }

                    return BeginBody(isOpen) ? 1 : -1;
                case AtTopicLength:
                    _topicLength = (_topicLength << 8) | value;
                    _remaining--;
                    _length++;
                    if (_length == 2)
                    {
                        _length = 0;
                        if (_topicLength > _remaining - IdBytes())
                        {
                            return -1;
                        }

                        // What does not fit is read over; a topic of none is nobody's.
                        bool fits = _topicLength > 0 && _topicLength <= TopicBytes
                            && _remaining - _topicLength - IdBytes() <= _longestPayload;
                        Dropped += fits ? 0 : 1;
                        _at = fits ? AtTopic : AtRest;
                    }

                    return 1;
                case AtTopic:
                    _topic[_length] = (byte)value;
                    _length++;
                    _remaining--;
                    if (_length == _topicLength)
                    {
                        _length = 0;
                        _packet = 0;
                        _at = IdBytes() > 0 ? AtPacketId : AtPayload;
                        if (_at == AtPayload && _remaining == 0)
                        {
                            return EndEmpty();
                        }
                    }

                    return 1;
                case AtPacketId:
                    _packet = (_packet << 8) | value;
                    _length++;
                    _remaining--;
                    if (_length == 2)
                    {
                        _length = 0;
                        _at = AtPayload;
                        if (_remaining == 0)
                        {
                            return EndEmpty();
                        }
                    }

                    return 1;
                case AtPayload:
                    return TakePayload(from, at, count);
                case AtAnswer:
                    _small[_length] = (byte)value;
                    _length++;
                    _remaining--;
                    if (_remaining == 0)
                    {
                        EndAnswer();
                    }

                    return 1;
                default:
                    int over = count < _remaining ? count : _remaining;
                    _remaining -= over;
                    if (_remaining == 0)
                    {
                        _at = AtFirstByte;
                    }

                    return over;
            }
        }

        /// <summary>The byte that ended an empty message is offered again where there is no room for it.</summary>
        private int EndEmpty()
        {
            if (BeginRecord())
            {
                EndMessage();
                return 1;
            }

            _at = _packet == 0 && IdBytes() == 0 ? AtTopic : AtPacketId;
            _length = _at == AtTopic ? _topicLength - 1 : 1;
            _packet >>= 8;
            _remaining++;
            return 0;
        }

        private int IdBytes()
        {
            return (_first & 0x06) != 0 ? 2 : 0;
        }

        /// <summary>False for what no broker says to a client of this kind.</summary>
        private bool BeginBody(bool isOpen)
        {
            _length = 0;
            switch (_first & 0xF0)
            {
                case Publish:
                    _topicLength = 0;
                    _at = AtTopicLength;
                    return isOpen && _remaining >= 2 && (_first & 0x04) == 0;
                case ConnectAnswer:
                case SubscribeAnswer:
                    _at = AtAnswer;
                    return _remaining == (_first == SubscribeAnswer ? 3 : 2) && (_first & 0x0F) == 0;
                case PublishAnswer:
                    _at = AtRest;
                    return _remaining == 2;
                case PingAnswer:
                    _at = AtFirstByte;
                    return _remaining == 0;
                default:
                    return false;
            }
        }

        private int TakePayload(byte[] from, int at, int count)
        {
            if (_length == 0)
            {
                if (!BeginRecord())
                {
                    return 0;
                }
            }

            int part = count < _remaining ? count : _remaining;
            _inbox.Put(from, at, part);
            _length += part;
            _remaining -= part;
            if (_remaining == 0)
            {
                EndMessage();
            }

            return part;
        }

        /// <summary>Head and topic into the inbox; false where the whole message finds no room there.</summary>
        private bool BeginRecord()
        {
            if (_inbox.Free < RecordBytes + _topicLength + _remaining || (IdBytes() > 0 && !_mayAnswer))
            {
                return false;
            }

            Bytes.PutU16(_record, 0, _remaining);
            _record[2] = (byte)_topicLength;
            _record[3] = (byte)(_first & 1);
            // Here, not in the loop: a pose is told by its age, and a solve takes longer than a network.
            Bytes.PutI64(_record, 4, _clock.NowUs);
            _inbox.Put(_record, 0, RecordBytes);
            _inbox.Put(_topic, 0, _topicLength);
            return true;
        }

        private void EndMessage()
        {
            _records++;
            _at = AtFirstByte;
            if (IdBytes() > 0)
            {
                Ended = Publish;
                EndedId = _packet;
            }
        }

        /// <summary>To a connection or a subscription.</summary>
        private void EndAnswer()
        {
            _at = AtFirstByte;
            Ended = _first;
            EndedId = _first == ConnectAnswer ? _small[1] : (_small[0] << 8) | _small[1];
            EndedWell = _first == ConnectAnswer ? EndedId == 0 : _small[2] < 0x80;
        }

        private string TopicOf(int length)
        {
            string own = _subscriptions.Find(_chars, length);
            if (own != null)
            {
                return own;
            }

            for (int i = 0; i < _known.Length; i++)
            {
                if (_known[i] != null && Bytes.EqualsAscii(_chars, 0, length, _known[i]))
                {
                    return _known[i];
                }
            }

            _known[_nextKnown] = Utf8.Get(_chars, 0, length);
            string topic = _known[_nextKnown];
            _nextKnown = (_nextKnown + 1) % _known.Length;
            return topic;
        }
    }
}
