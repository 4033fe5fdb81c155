using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Clearance
{
    /// <summary>What is known of one other rover: its last frame, and how old it may be.</summary>
    public sealed class MotionNeighbour
    {
        /// <summary>Delays up to this many periods are told from the ticks; beyond, the two do not count the same periods.</summary>
        private const int CommonPeriods = 12;

        /// <summary>Taken for the delay of one whose ticks say nothing.</summary>
        private const int UnknownPeriods = 3;

        internal readonly ReceiveWindow Window = new ReceiveWindow();
        private int _delay;
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
            int behind = (int)(long)(ownTick - Frame.Tick);
            _delay = behind < -2 || behind > CommonPeriods ? UnknownPeriods : behind < 0 ? 0 : behind;
            SilentPeriods = 0;
        }

        internal void BeginPeriod()
        {
            SilentPeriods = SilentPeriods < 1000000 ? SilentPeriods + 1 : SilentPeriods;
            LawlessPeriods = LawlessPeriods > 0 ? LawlessPeriods - 1 : 0;
        }
    }
}
