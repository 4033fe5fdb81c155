using System;

namespace MultiAgentEdge.Actor
{
    /// <summary>
    /// Which other rovers an agent is shown (paper S3, Fig. 3): those within range, nearest first, then, with memory, those that were seen
    /// before, where they were last seen, nearest first; at most as many as the actor was trained for. Distances are compared squared, ties
    /// go to the lower slot. Allocates nothing after construction. Memory: <c>34 capacity + 12 limit</c> bytes.
    /// </summary>
    public sealed class NeighbourScope
    {
        private readonly double[] _x; // capacity
        private readonly double[] _y; // capacity
        private readonly double[] _seenX; // capacity
        private readonly double[] _seenY; // capacity
        private readonly bool[] _isPresent; // capacity
        private readonly bool[] _wasSeen; // capacity
        private readonly double[] _key; // limit
        private readonly int[] _slot; // limit
        private int _used;

        /// <param name="capacity">Most other rovers that can be told of.</param>
        /// <param name="limit">Most that are shown, NO.</param>
        public NeighbourScope(int capacity, int limit)
        {
            _x = new double[capacity];
            _y = new double[capacity];
            _seenX = new double[capacity];
            _seenY = new double[capacity];
            _isPresent = new bool[capacity];
            _wasSeen = new bool[capacity];
            _key = new double[limit];
            _slot = new int[limit];
            RangeM = 1e30;
        }

        public int Capacity
        {
            get { return _x.Length; }
        }

        /// <summary>Distance to which others are seen, m, above 0; 1e30 is without limit.</summary>
        public double RangeM { get; set; }

        /// <summary>Whether what leaves the range is shown where it was last seen.</summary>
        public bool HasMemory { get; set; }

        /// <summary>Others shown after the last <see cref="Select"/>, at most NO.</summary>
        public int Count { get; private set; }

        /// <summary>How many of <see cref="Count"/> were within range; they come first.</summary>
        public int InRange { get; private set; }

        /// <summary>Tells where another rover is; its slot is the owner's to choose, 0 to capacity - 1.</summary>
        public void Set(int slot, double xM, double yM)
        {
            _x[slot] = xM;
            _y[slot] = yM;
            _isPresent[slot] = true;
            if (slot >= _used)
                _used = slot + 1;
        }

        /// <summary>The rover of this slot is no more: neither seen nor remembered.</summary>
        public void Remove(int slot)
        {
            _isPresent[slot] = false;
            _wasSeen[slot] = false;
        }

        public void Clear()
        {
            Array.Clear(_isPresent, 0, _isPresent.Length);
            Array.Clear(_wasSeen, 0, _wasSeen.Length);
            _used = 0;
            Count = 0;
            InRange = 0;
        }

        /// <summary>Chooses who is shown to an agent at this position.</summary>
        public void Select(double xM, double yM)
        {
            Count = 0;
            InRange = 0;
            double range = RangeM * RangeM;
            for (int i = 0; i < _used; i++)
            {
                if (!_isPresent[i])
                    continue;
                double dx = _x[i] - xM;
                double dy = _y[i] - yM;
                double squared = dx * dx + dy * dy;
                if (squared > range)
                    continue;
                _seenX[i] = _x[i];
                _seenY[i] = _y[i];
                _wasSeen[i] = true;
                Insert(i, squared, 0);
            }

            InRange = Count;
            if (!HasMemory || Count == _key.Length)
                return;
            for (int i = 0; i < _used; i++)
            {
                if (!_wasSeen[i] || IsWithin(_x[i] - xM, _y[i] - yM, range))
                    continue;
                double dx = _seenX[i] - xM;
                double dy = _seenY[i] - yM;
                Insert(i, dx * dx + dy * dy, InRange);
            }
        }

        /// <summary>Where the <paramref name="k"/>-th of those shown was seen.</summary>
        public double SeenX(int k)
        {
            return _seenX[_slot[k]];
        }

        /// <summary>Where the <paramref name="k"/>-th of those shown was seen.</summary>
        public double SeenY(int k)
        {
            return _seenY[_slot[k]];
        }

        private static bool IsWithin(double dx, double dy, double range)
        {
            return dx * dx + dy * dy <= range;
        }

        /// <summary>Into the sorted list from <paramref name="first"/> on; what falls off its end is not shown.</summary>
        private void Insert(int slot, double key, int first)
        {
            int at = Count;
            while (at > first && key < _key[at - 1])
                at--;
            if (at >= _key.Length)
                return;
            if (Count < _key.Length)
                Count++;
            for (int k = Count - 1; k > at; k--)
            {
                _key[k] = _key[k - 1];
                _slot[k] = _slot[k - 1];
            }

            _key[at] = key;
            _slot[at] = slot;
        }
    }
}
