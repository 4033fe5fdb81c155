using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Clearance
{
    /// <summary>
    /// The other rovers, as they say they move. Who falls silent stays: it may stand in the way. Only where more are heard than there is
    /// room for, the one silent longest gives its place. Allocates nothing after construction. Memory: about 250 bytes a rover.
    /// </summary>
    public sealed class MotionTable
    {
        private readonly MotionNeighbour[] _places;
        private readonly MotionFrame _spare = new MotionFrame();

        /// <param name="capacity">Most other rovers.</param>
        public MotionTable(int capacity)
        {
            _places = new MotionNeighbour[capacity];
            for (int i = 0; i < capacity; i++)
            {
                _places[i] = new MotionNeighbour();
            }
        }

        public int Capacity
        {
            get { return _places.Length; }
        }

        /// <summary>Others known.</summary>
        public int Count { get; private set; }

        /// <summary>A place; its key is null where nobody is.</summary>
        public MotionNeighbour At(int place)
        {
            return _places[place];
        }

        /// <summary>A new tick.</summary>
        public void BeginPeriod()
        {
            for (int i = 0; i < _places.Length; i++)
            {
                _places[i].BeginPeriod();
            }
        }

        /// <summary>Whether the frame that came last from somebody is of this control period.</summary>
        public bool HasHeard(string key, uint tick)
        {
            for (int i = 0; i < _places.Length; i++)
            {
                if (_places[i].Key == key)
                {
                    return _places[i].LatestTick == tick;
                }
            }

            return false;
        }

        /// <summary>The period of this tick has begun: what was said of it before counts from now on.</summary>
        public void TakeEarly(uint ownTick)
        {
            for (int i = 0; i < _places.Length; i++)
            {
                _places[i].TakeEarly(ownTick);
            }
        }

        /// <summary>Takes a frame. False where it cannot be read; one that is merely old is no fault.</summary>
        /// <param name="key">Whom it is from.</param>
        /// <param name="buffer">Payload from <paramref name="offset"/> on.</param>
        /// <param name="ownTick">This rover's control period.</param>
        public bool TryTake(string key, uint epoch, uint sequence, byte[] buffer, int offset, int length, uint ownTick)
        {
            if (!_spare.TryRead(buffer, offset, length))
            {
                return false;
            }

            MotionNeighbour place = PlaceOf(key);
            if (place != null && place.Window.AcceptDated(epoch, sequence, _spare.Tick))
            {
                place.Take(_spare.Tick, buffer, offset, length, ownTick);
            }

            return true;
        }

        /// <summary>The broker lost this rover. One that is not known stays so.</summary>
        public void HearLost(string key)
        {
            for (int i = 0; i < _places.Length; i++)
            {
                if (_places[i].Key == key)
                {
                    _places[i].IsGone = true;
                }
            }
        }

        private MotionNeighbour PlaceOf(string key)
        {
            MotionNeighbour worst = null;
            for (int i = 0; i < _places.Length; i++)
            {
                MotionNeighbour place = _places[i];
                if (place.Key == key)
                {
                    return place;
                }

                bool better = worst == null || (worst.Key != null && (place.Key == null || place.SilentPeriods > worst.SilentPeriods));
                worst = better ? place : worst;
            }

            if (worst != null)
            {
                Count += worst.Key == null ? 1 : 0;
                worst.Key = key;
                worst.Window.Reset();
                worst.Forget();
            }

            return worst;
        }
    }
}
