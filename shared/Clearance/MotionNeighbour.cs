using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Clearance
{
    /// <summary>What is known of one other rover: its last frame, and how old it may be.</summary>
    public sealed class MotionNeighbour
    {
        /// <summary>Delays up to this many periods are told from the ticks; beyond, the two do not count the same periods.</summary>
        private const int CommonPeriods = 12;

        /// <summary>Of one that counts other periods: the fastest of its late messages is taken to have needed so many periods, and
        /// one that has said little yet a few more.</summary>
        private const int FastestPeriods = 1;
        private const int UnknownPeriods = 3;

        /// <summary>Messages in one of two buckets in which the fastest is looked for: clocks drift apart.</summary>
        private const int BucketMessages = 32;
        private const int FewMessages = 8;

        /// <summary>Periods by which a message is no longer late.</summary>
        private const int FarApart = 1000;

        internal readonly ReceiveWindow Window = new ReceiveWindow();
        private int _delay;
        private int _least;
        private int _leastBefore;
        private int _heard;
        private MotionFrame _early = new MotionFrame();
        private bool _hasEarly;

        /// <summary>The last one that counts.</summary>
        public MotionFrame Frame { get; private set; } = new MotionFrame();

        /// <summary>Control period of the frame that came last, whether it counts yet or not.</summary>
        public uint LatestTick { get; private set; }

        /// <summary>Whom it is from; null for a free place.</summary>
        public string Key { get; internal set; }

        /// <summary>Own ticks since its last frame came.</summary>
        public int SilentPeriods { get; private set; }

        /// <summary>Whether the broker said that it lost this rover: nothing of it is on its way any more.</summary>
        public bool IsGone { get; internal set; }

        /// <summary>Own ticks for which it counts as one that keeps clear of nothing.</summary>
        public int LawlessPeriods { get; internal set; }

        /// <summary>Whole periods that its news is old at most when the present one ends: own tick less its tick, one for the period that
        /// begins, one because the rovers' periods do not begin together.</summary>
        public int AgePeriods
        {
            get { return SilentPeriods + _delay + 2; }
        }

        /// <summary>Takes a frame. One of the period that this rover is about to begin counts from when it has begun: whichever of the two
        /// began first, and however fast the way between them, both then reckon with the same.</summary>
        internal void Take(uint tick, byte[] buffer, int offset, int length, uint ownTick)
        {
            LatestTick = tick;
            _hasEarly = tick == ownTick + 1u;
            if (_hasEarly)
            {
                _early.TryRead(buffer, offset, length);
                return;
            }

            Frame.TryRead(buffer, offset, length);
            Date(ownTick);
        }

        /// <summary>The period has begun, and what was said of it counts.</summary>
        internal void TakeEarly(uint ownTick)
        {
            if (!_hasEarly)
            {
                return;
            }

            MotionFrame before = Frame;
            Frame = _early;
            _early = before;
            _hasEarly = false;
            Date(ownTick);
        }

        private void Date(uint ownTick)
        {
            int behind = (int)(ownTick - Frame.Tick);
            _delay = behind < -2 || behind > CommonPeriods ? Later(behind) : behind < 0 ? 0 : behind;
            SilentPeriods = 0;
            IsGone = false;
        }

        /// <summary>Where ticks say nothing of themselves, a difference that grows does.</summary>
        private int Later(int behind)
        {
            int since = behind - (_least < _leastBefore ? _least : _leastBefore);
            if (_heard == 0 || since < -FarApart || since > FarApart)
            {
                // New, or its periods were numbered anew.
                _heard = 0;
                _least = behind;
                _leastBefore = behind;
            }

            _least = behind < _least ? behind : _least;
            _heard++;
            since = behind - (_least < _leastBefore ? _least : _leastBefore);
            if (_heard % BucketMessages == 0)
            {
                _leastBefore = _least;
                _least = behind;
            }

            return since + (_heard < FewMessages ? UnknownPeriods : FastestPeriods);
        }

        internal void Forget()
        {
            _heard = 0;
            IsGone = false;
            LawlessPeriods = 0;
        }

        internal void BeginPeriod()
        {
            SilentPeriods = SilentPeriods < 1000000 ? SilentPeriods + 1 : SilentPeriods;
            LawlessPeriods = LawlessPeriods > 0 ? LawlessPeriods - 1 : 0;
        }
    }
}
