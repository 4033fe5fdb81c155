namespace MultiAgentEdge.Estimation
{
    /// <summary>
    /// Brings a tracker's stamps onto the rover's clock by the shortest delay of late: arrival less stamp is the clocks' offset and a
    /// latency that is never negative. The least of the last 10 to 20 s follows clocks that drift. A stamp that would move the clock at
    /// once is refused; where two seconds of them agree, the tracker's clock was set, and is followed.
    /// </summary>
    public sealed class TrackerClock
    {
        private const long BucketUs = 10000000;

        /// <summary>No network is ever so much faster than the fastest so far.</summary>
        private const long LeapUs = 500000;

        /// <summary>Older than the ring of odometry poses reaches.</summary>
        private const long LatestUs = 1200000;

        private const long AgreementUs = 250000;
        private const long PersistenceUs = 2000000;
        private const int PersistenceCount = 10;

        private long _leastUs;
        private long _formerLeastUs;
        private long _bucketStartUs;
        private long _strangeUs;
        private long _strangeSinceUs;
        private int _strangeCount;

        public bool IsSet { get; private set; }

        /// <summary>To be added to a stamp, microseconds: the clocks' offset and the least latency.</summary>
        public long OffsetUs
        {
            get { return _leastUs < _formerLeastUs ? _leastUs : _formerLeastUs; }
        }

        public void Reset()
        {
            IsSet = false;
            _strangeCount = 0;
        }

        /// <summary>Taken, TooOld or FromFuture.</summary>
        public PoseStatus Hear(long stampUs, long arrivalUs)
        {
            long delayUs = arrivalUs - stampUs;
            if (!IsSet)
            {
                Begin(delayUs, arrivalUs);
                return PoseStatus.Taken;
            }

            long lateUs = delayUs - OffsetUs;
            if (lateUs < -LeapUs || lateUs > LatestUs)
            {
                return Persists(delayUs, arrivalUs) ? PoseStatus.Taken : lateUs < 0 ? PoseStatus.FromFuture : PoseStatus.TooOld;
            }

            _strangeCount = 0;
            if (arrivalUs - _bucketStartUs >= BucketUs)
            {
                _formerLeastUs = _leastUs;
                _leastUs = delayUs;
                _bucketStartUs = arrivalUs;
            }
            else if (delayUs < _leastUs)
            {
                _leastUs = delayUs;
            }

            return PoseStatus.Taken;
        }

        private bool Persists(long delayUs, long arrivalUs)
        {
            long apartUs = delayUs - _strangeUs;
            if (_strangeCount == 0 || apartUs > AgreementUs || apartUs < -AgreementUs)
            {
                _strangeCount = 1;
                _strangeUs = delayUs;
                _strangeSinceUs = arrivalUs;
                return false;
            }

            _strangeCount++;
            _strangeUs = apartUs < 0 ? delayUs : _strangeUs;
            if (_strangeCount < PersistenceCount || arrivalUs - _strangeSinceUs < PersistenceUs)
            {
                return false;
            }

            Begin(_strangeUs, arrivalUs);
            return true;
        }

        private void Begin(long delayUs, long arrivalUs)
        {
            IsSet = true;
            _leastUs = delayUs;
            _formerLeastUs = delayUs;
            _bucketStartUs = arrivalUs;
            _strangeCount = 0;
        }
    }
}
