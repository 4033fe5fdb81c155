using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>What a session has asked its broker for, and what of it the broker has granted. Not thread-safe: its owner locks.</summary>
    public sealed class SubscriptionList
    {
        /// <summary>Most of them.</summary>
        public const int Capacity = 10;

        /// <summary>Without an answer for this long it is asked again, microseconds.</summary>
        public const long AnswerUs = 2000000;

        /// <summary>After a refusal (access may be granted later) it waits for longer, microseconds.</summary>
        public const long RefusedUs = 10000000;

        private const int Wanted = 1;
        private const int Asked = 2;
        private const int Granted = 3;
        private const int Refused = 4;

        private readonly string[] _topics = new string[Capacity];
        private readonly bool[] _atLeastOnce = new bool[Capacity];
        private readonly int[] _state = new int[Capacity];
        private readonly int[] _id = new int[Capacity];
        private readonly long[] _sinceUs = new long[Capacity];

        public int Count { get; private set; }

        /// <summary>Those that are not granted.</summary>
        public int OpenCount
        {
            get
            {
                int open = 0;
                for (int i = 0; i < Count; i++)
                {
                    open += _state[i] == Granted ? 0 : 1;
                }

                return open;
            }
        }

        public void Clear()
        {
            Count = 0;
        }

        /// <summary>Wants a topic; one that is there is asked for anew. False: there are too many.</summary>
        public bool TryAdd(string topic, bool atLeastOnce)
        {
            int at = 0;
            while (at < Count && _topics[at] != topic)
            {
                at++;
            }

            if (at == Capacity)
            {
                return false;
            }

            Count = at == Count ? at + 1 : Count;
            _topics[at] = topic;
            _atLeastOnce[at] = atLeastOnce;
            _state[at] = Wanted;
            return true;
        }

        /// <summary>The topic of this name, where it is one of these; null otherwise.</summary>
        public string Find(byte[] name, int length)
        {
            for (int i = 0; i < Count; i++)
            {
                if (Bytes.EqualsAscii(name, 0, length, _topics[i]))
                {
                    return _topics[i];
                }
            }

            return null;
        }

        public string TopicOf(int index)
        {
            return _topics[index];
        }

        public bool IsAtLeastOnce(int index)
        {
            return _atLeastOnce[index];
        }

        /// <summary>The next one to ask for, or -1.</summary>
        public int NextDue(long nowUs)
        {
            for (int i = 0; i < Count; i++)
            {
                long waited = nowUs - _sinceUs[i];
                if (_state[i] == Wanted || (_state[i] == Asked && waited >= AnswerUs) || (_state[i] == Refused && waited >= RefusedUs))
                {
                    return i;
                }
            }

            return -1;
        }

        public void Sent(int index, int id, long nowUs)
        {
            _state[index] = Asked;
            _id[index] = id;
            _sinceUs[index] = nowUs;
        }

        /// <summary>The broker's answer; one to a question that was asked anew counts for nothing.</summary>
        public void Answered(int id, bool granted, long nowUs)
        {
            for (int i = 0; i < Count; i++)
            {
                if (_state[i] == Asked && _id[i] == id)
                {
                    _state[i] = granted ? Granted : Refused;
                    _sinceUs[i] = nowUs;
                }
            }
        }
    }
}
