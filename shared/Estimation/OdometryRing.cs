namespace MultiAgentEdge.Estimation
{
    /// <summary>
    /// The last 64 poses of dead reckoning, in a frame of its own that no correction moves: what the rover did between then and now.
    /// Memory: 64 times 44 bytes; of times it keeps what differs within half an hour.
    /// </summary>
    public sealed class OdometryRing
    {
        public const int Capacity = 64;

        private const long LongestUs = 1800000000;

        private readonly int[] _timeUs = new int[Capacity];
        private readonly double[] _x = new double[Capacity];
        private readonly double[] _y = new double[Capacity];
        private readonly double[] _heading = new double[Capacity];
        private readonly double[] _bias = new double[Capacity];
        private readonly double[] _scale = new double[Capacity];
        private int _newest = -1;
        private long _newestUs;
        private int _count;

        public int Count
        {
            get { return _count; }
        }

        /// <summary>Of the pose last found, m and rad.</summary>
        public double XM { get; private set; }

        public double YM { get; private set; }

        public double HeadingRad { get; private set; }

        /// <summary>What a bias of one had made of the heading by then.</summary>
        public double BiasGain { get; private set; }

        /// <summary>What a scale of one had made of the heading by then.</summary>
        public double ScaleGain { get; private set; }

        /// <summary>Speeds at that time, in the ring's frame, m/s and rad/s.</summary>
        public double SpeedXMS { get; private set; }

        public double SpeedYMS { get; private set; }

        public double YawRateRadS { get; private set; }

        public long NewestUs
        {
            get { return _newestUs; }
        }

        public void Add(long timeUs, double xM, double yM, double headingRad, double biasGain, double scaleGain)
        {
            int at = (_newest + 1) & (Capacity - 1);
            _timeUs[at] = (int)timeUs;
            _newestUs = timeUs;
            _x[at] = xM;
            _y[at] = yM;
            _heading[at] = headingRad;
            _bias[at] = biasGain;
            _scale[at] = scaleGain;
            _newest = at;
            if (_count < Capacity)
            {
                _count++;
            }
        }

        /// <summary>Finds where the rover was, between two poses or up to 60 ms beyond the newest.</summary>
        /// <returns>Taken, TooOld or FromFuture.</returns>
        public PoseStatus Find(long timeUs)
        {
            if (_count < 2)
            {
                return PoseStatus.TooOld;
            }

            // From here on times are counted from the newest: nothing in the ring is older than half an hour.
            long aheadUs = timeUs - _newestUs;
            if (aheadUs < -LongestUs || aheadUs > LongestUs)
            {
                return aheadUs < 0 ? PoseStatus.TooOld : PoseStatus.FromFuture;
            }

            int newestUs = _timeUs[_newest];
            int after = _newest;
            int before = (after - 1) & (Capacity - 1);
            int left = _count - 2;
            while (_timeUs[before] - newestUs > aheadUs && left > 0)
            {
                after = before;
                before = (before - 1) & (Capacity - 1);
                left--;
            }

            long spanUs = _timeUs[after] - _timeUs[before];
            long sinceUs = aheadUs - (_timeUs[before] - newestUs);
            if (sinceUs < 0 || spanUs <= 0)
            {
                return PoseStatus.TooOld;
            }

            if (sinceUs - spanUs > 60000)
            {
                return PoseStatus.FromFuture;
            }

            double span = spanUs;
            double share = sinceUs / span;
            double perS = 1e6 / span;
            double dx = _x[after] - _x[before];
            double dy = _y[after] - _y[before];
            double turn = _heading[after] - _heading[before];
            XM = _x[before] + (share * dx);
            YM = _y[before] + (share * dy);
            HeadingRad = _heading[before] + (share * turn);
            BiasGain = _bias[before] + (share * (_bias[after] - _bias[before]));
            ScaleGain = _scale[before] + (share * (_scale[after] - _scale[before]));
            SpeedXMS = dx * perS;
            SpeedYMS = dy * perS;
            YawRateRadS = turn * perS;
            return PoseStatus.Taken;
        }
    }
}
