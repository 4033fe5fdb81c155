namespace MultiAgentEdge.Clearance
{
    /// <summary>Where a rover was at its last ticks: what others may still believe. Memory: 2 doubles a tick.</summary>
    public sealed class OwnWay
    {
        /// <summary>Ticks that are kept.</summary>
        public const int Capacity = 16;

        private readonly double[] _xM = new double[Capacity];
        private readonly double[] _yM = new double[Capacity];
        private int _next;

        /// <summary>Ticks known, at most <see cref="Capacity"/>.</summary>
        public int Count { get; private set; }

        public void Clear()
        {
            Count = 0;
            _next = 0;
        }

        /// <summary>The position of a new tick, m.</summary>
        public void Add(double xM, double yM)
        {
            _xM[_next] = xM;
            _yM[_next] = yM;
            _next = _next + 1 < Capacity ? _next + 1 : 0;
            Count = Count < Capacity ? Count + 1 : Capacity;
        }

        /// <summary>The farthest that the rover came along (nx, ny), a unit vector, since one of the <paramref name="ticks"/> ticks before
        /// the last; m, 0 or more.</summary>
        public double Advance(double nx, double ny, int ticks)
        {
            int known = Count - 1 < ticks ? Count - 1 : ticks;
            int at = _next > 0 ? _next - 1 : Capacity - 1;
            double now = (nx * _xM[at]) + (ny * _yM[at]);
            double most = 0.0;
            for (int k = 0; k < known; k++)
            {
                at = at > 0 ? at - 1 : Capacity - 1;
                double came = now - ((nx * _xM[at]) + (ny * _yM[at]));
                most = came > most ? came : most;
            }

            return most;
        }
    }
}
