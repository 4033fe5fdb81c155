using MultiAgentEdge.Hardware;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// Keeps the link up: connects, subscribes, and reconnects with exponential, jittered back-off (0.1 s doubling to 1.6 s, each drawn
    /// from [half, whole] of it), so that a fleet does not storm a broker that has just come back and every rover is there within 3 s of
    /// it. A connection that does not last is a fault of its own (two rovers of one name throw each other out): each one in a row doubles
    /// the wait after it, up to 25.6 s.
    /// </summary>
    public sealed class LinkKeeper
    {
        public const long FirstBackoffUs = 100000;
        public const long LongestBackoffUs = 1600000;

        /// <summary>A connection that is lost sooner did not last.</summary>
        public const long LastingUs = 2000000;

        public const long LongestWaitUs = 25600000;

        private readonly ILink _link;
        private readonly RoverTopics _topics;
        private readonly string _clientId;
        private readonly byte[] _will;
        private readonly int _willLength;
        private readonly Xoshiro256 _random;
        private long _backoffUs;
        private long _waitUs;
        private long _connectedUs;
        private long _nextAttemptUs;
        private bool _wasConnected;
        private bool _followsFleet;
        private bool _followsPoses;
        private bool _followsMotion;

        public LinkKeeper(ILink link, RoverTopics topics, string clientId, byte[] will, int willLength, uint seed)
        {
            _link = link;
            _topics = topics;
            _clientId = clientId;
            _will = will;
            _willLength = willLength;
            _random = new Xoshiro256(seed);
            _backoffUs = FirstBackoffUs;
            _waitUs = FirstBackoffUs;
        }

        /// <summary>Connections made after the first.</summary>
        public int Reconnects { get; private set; }

        /// <summary>When the next attempt is due; only meaningful while not connected.</summary>
        public long NextAttemptUs
        {
            get { return _nextAttemptUs; }
        }

        /// <summary>True once after each new connection, with all subscriptions asked for.</summary>
        public bool Poll(long nowUs)
        {
            if (_link.IsConnected)
            {
                if (_wasConnected)
                {
                    return false;
                }

                _wasConnected = true;
                _connectedUs = nowUs;
                _backoffUs = FirstBackoffUs;
                _link.TrySubscribe(_topics.Command, true);
                _link.TrySubscribe(_topics.Desired, true);
                _link.TrySubscribe(_topics.Chunk, true);
                _link.TrySubscribe(_topics.Dual, false);
                _link.TrySubscribe(_topics.Info, true);
                if (_followsPoses)
                {
                    _link.TrySubscribe(_topics.Pose, false);
                }

                if (_followsFleet)
                {
                    _link.TrySubscribe(_topics.EveryState, false);
                }

                if (_followsMotion)
                {
                    _link.TrySubscribe(_topics.EveryMotion, false);
                }

                return true;
            }

            if (_wasConnected)
            {
                _wasConnected = false;
                Reconnects++;
                long lasted = nowUs - _connectedUs;
                bool isShort = lasted >= 0 && lasted < LastingUs;
                _waitUs = !isShort ? FirstBackoffUs : _waitUs * 2 > LongestWaitUs ? LongestWaitUs : _waitUs * 2;
                _nextAttemptUs = nowUs + Jittered(_waitUs);
                return false;
            }

            // An appointment further off than any back-off was made before the clock was set back.
            long wait = _nextAttemptUs - nowUs;
            if (wait <= 0 || wait > LongestWaitUs)
            {
                Attempt(nowUs);
            }

            return false;
        }

        /// <summary>From the next connection on: where trackers see this rover.</summary>
        public void FollowPoses()
        {
            _followsPoses = true;
        }

        /// <summary>Whether the mission needs the states of the other rovers. They are asked for once; what is no longer needed ends with
        /// the connection.</summary>
        public void FollowFleet(bool follow)
        {
            if (follow && !_followsFleet && _wasConnected)
            {
                _link.TrySubscribe(_topics.EveryState, false);
            }

            _followsFleet = follow;
        }

        /// <summary>Whether the rover needs to know how the others move; likewise.</summary>
        public void FollowMotion(bool follow)
        {
            if (follow && !_followsMotion && _wasConnected)
            {
                _link.TrySubscribe(_topics.EveryMotion, false);
            }

            _followsMotion = follow;
        }

        /// <summary>Gives up a connection that delivers nothing (half-open) and starts another.</summary>
        public void Renew(long nowUs)
        {
            _wasConnected = false;
            Reconnects++;
            Attempt(nowUs);
        }

        private void Attempt(long nowUs)
        {
            _link.TryConnect(_clientId, _topics.State, _will, _willLength);
            _nextAttemptUs = nowUs + Jittered(_backoffUs);
            _backoffUs = _backoffUs * 2 > LongestBackoffUs ? LongestBackoffUs : _backoffUs * 2;
        }

        private long Jittered(long us)
        {
            return (long)(us * (0.5 + (0.5 * _random.NextDouble())));
        }
    }
}
