namespace MultiAgentEdge.Clearance
{
    /// <summary>
    /// The point nearest to a wanted one in a disc around zero, cut by half-planes n·u ≤ s: the incremental programme in two dimensions (de
    /// Berg et al., Computational Geometry, 4.4), with the planes in the order in which they came. A plane that leaves nothing is skipped:
    /// the caller's planes hold zero where it wants a result for certain. Memory: 3 doubles a plane.
    /// </summary>
    public sealed class PlaneProgram
    {
        private const double Parallel = 1e-9;

        private readonly double[] _nx;
        private readonly double[] _ny;
        private readonly double[] _s;

        /// <param name="capacity">Most planes.</param>
        public PlaneProgram(int capacity)
        {
            _nx = new double[capacity];
            _ny = new double[capacity];
            _s = new double[capacity];
        }

        public int Count { get; private set; }

        /// <summary>The result.</summary>
        public double X { get; private set; }

        /// <summary>The result.</summary>
        public double Y { get; private set; }

        public void Clear()
        {
            Count = 0;
        }

        /// <summary>Takes n·u ≤ s; n is a unit vector. False: full.</summary>
        public bool TryAdd(double nx, double ny, double s)
        {
            if (Count >= _s.Length)
            {
                return false;
            }

            _nx[Count] = nx;
            _ny[Count] = ny;
            _s[Count] = s;
            Count++;
            return true;
        }

        /// <summary>Projects (x, y). False: some plane could not be kept together with those before it.</summary>
        /// <param name="radius">Of the disc, 0 or more.</param>
        public bool Project(double x, double y, double radius)
        {
            double size = System.Math.Sqrt((x * x) + (y * y));
            double scale = size > radius ? radius / size : 1.0;
            X = x * scale;
            Y = y * scale;
            bool all = true;
            for (int i = 0; i < Count; i++)
            {
                if ((_nx[i] * X) + (_ny[i] * Y) > _s[i] && !OnLine(i, x, y, radius))
                {
                    all = false;
                }
            }

            return all;
        }

        /// <summary>The nearest point on the line of plane <paramref name="i"/> within the disc and all planes before it.</summary>
        private bool OnLine(int i, double x, double y, double radius)
        {
            // On the line: s n + t (-ny, nx).
            double rest = (radius * radius) - (_s[i] * _s[i]);
            if (rest < 0.0)
            {
                return false;
            }

            double upper = System.Math.Sqrt(rest);
            double lower = -upper;
            double px = _s[i] * _nx[i];
            double py = _s[i] * _ny[i];
            for (int k = 0; k < i; k++)
            {
                double slope = (_ny[k] * _nx[i]) - (_nx[k] * _ny[i]);
                double room = _s[k] - (_nx[k] * px) - (_ny[k] * py);
                if (slope < Parallel && slope > -Parallel)
                {
                    if (room < 0.0)
                    {
                        return false;
                    }

                    continue;
                }

                double t = room / slope;
                if (slope > 0.0)
                {
                    upper = t < upper ? t : upper;
                }
                else
                {
                    lower = t > lower ? t : lower;
                }

                if (lower > upper)
                {
                    return false;
                }
            }

            double best = (x * -_ny[i]) + (y * _nx[i]);
            best = best < lower ? lower : best > upper ? upper : best;
            X = px - (best * _ny[i]);
            Y = py + (best * _nx[i]);
            return true;
        }
    }
}
