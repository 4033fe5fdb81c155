using System;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Formation
{
    /// <summary>
    /// A path in closed form, from a phase p to a place and its derivative. Numbers, m, after the kind:
    /// point x y; line x0 y0 x1 y1, p in [0, 1]; circle x y radius, p rad, counter-clockwise; eight x y half-width half-height,
    /// (x + w sin p, y + h sin 2p), p rad; waypoints and loop x0 y0 x1 y1 ..., a Catmull-Rom spline through them, one waypoint for each
    /// unit of p, open with p in [0, n - 1] or closed. Same bits on every machine. Allocates only in the constructor.
    /// </summary>
    public sealed class PathCurve
    {
        /// <summary>Most waypoints.</summary>
        public const int PointCapacity = 16;

        /// <summary>Most numbers of a path, its kind included.</summary>
        public const int Capacity = 1 + (2 * PointCapacity);

        private const double TwoPi = 6.283185307179586;
        private const double Widest = 1000.0;

        private double[] _numbers = new double[3]; // kind, then its own: the point zero until one is set
        private int _points;

        public PathKind Kind { get; private set; }

        /// <summary>Of the last <see cref="Evaluate"/>, m.</summary>
        public double X;

        /// <summary>Of the last <see cref="Evaluate"/>, m.</summary>
        public double Y;

        /// <summary>dX / dp, m a unit of phase; 0 beyond the end of an open path.</summary>
        public double SlopeX;

        /// <summary>dY / dp.</summary>
        public double SlopeY;

        /// <summary>The phase after which a closed path comes again, or at which an open one ends; 0 for a point.</summary>
        public double Span { get; private set; }

        /// <summary>Whether the path comes again after its span.</summary>
        public bool IsClosed
        {
            get { return Kind == PathKind.Circle || Kind == PathKind.Eight || Kind == PathKind.Loop; }
        }

        /// <summary>Takes a path from an entry of a parameter set. False: no such entry, or no path.</summary>
        public bool TryLoad(ParameterSet set, ushort id)
        {
            int entry = set.Find(id);
            if (entry < 0)
                return false;
            int count = set.Count(entry);
            if (count < 3 || count > Capacity)
                return false;
            double[] numbers = new double[count];
            return set.TryCopy(id, numbers, count) && TrySet(numbers);
        }

        /// <summary>Takes a path. False, with the path unchanged: not these numbers.</summary>
        /// <param name="numbers">Kind and its numbers; kept, not copied.</param>
        public bool TrySet(double[] numbers)
        {
            int count = numbers.Length;
            for (int i = 0; i < count; i++)
            {
                if (double.IsNaN(numbers[i]) || numbers[i] > Widest || numbers[i] < -Widest)
                    return false;
            }

            if (count < 3 || numbers[0] < 0.0 || numbers[0] > (double)(int)PathKind.Loop)
                return false;
            PathKind kind = (PathKind)(int)numbers[0];
            int points = (count - 1) / 2;
            switch (kind)
            {
                case PathKind.Point:
                    if (count != 3)
                        return false;
                    Span = 0.0;
                    break;
                case PathKind.Line:
                    if (count != 5)
                        return false;
                    Span = 1.0;
                    break;
                case PathKind.Circle:
                    if (count != 4 || numbers[3] <= 0.0)
                        return false;
                    Span = TwoPi;
                    break;
                case PathKind.Eight:
                    if (count != 5 || numbers[3] <= 0.0 || numbers[4] <= 0.0)
                        return false;
                    Span = TwoPi;
                    break;
                default:
                    if (count != 1 + (2 * points) || points < 3 || points > PointCapacity)
                        return false;
                    Span = kind == PathKind.Loop ? points : points - 1;
                    break;
            }

            Kind = kind;
            _numbers = numbers;
            _points = points;
            return true;
        }

        /// <summary>Place and slope at a phase.</summary>
        /// <param name="phase">Finite; |phase| below 1e6.</param>
        public void Evaluate(double phase)
        {
            double[] n = _numbers;
            double sin;
            double cos;
            switch (Kind)
            {
                case PathKind.Point:
                    X = n[1];
                    Y = n[2];
                    SlopeX = 0.0;
                    SlopeY = 0.0;
                    return;
                case PathKind.Line:
                    SlopeX = phase < 0.0 || phase > 1.0 ? 0.0 : n[3] - n[1];
                    SlopeY = phase < 0.0 || phase > 1.0 ? 0.0 : n[4] - n[2];
                    double share = phase < 0.0 ? 0.0 : phase > 1.0 ? 1.0 : phase;
                    X = n[1] + (share * (n[3] - n[1]));
                    Y = n[2] + (share * (n[4] - n[2]));
                    return;
                case PathKind.Circle:
                    Trigonometry.SinCos(phase, out sin, out cos);
                    X = n[1] + (n[3] * cos);
                    Y = n[2] + (n[3] * sin);
                    SlopeX = -n[3] * sin;
                    SlopeY = n[3] * cos;
                    return;
                case PathKind.Eight:
                    Trigonometry.SinCos(phase, out sin, out cos);
                    X = n[1] + (n[3] * sin);
                    Y = n[2] + (2.0 * n[4] * sin * cos);
                    SlopeX = n[3] * cos;
                    SlopeY = 2.0 * n[4] * ((cos * cos) - (sin * sin));
                    return;
                default:
                    Spline(phase);
                    return;
            }
        }

        // Hermite between neighbours, each with half the way between its own neighbours as slope.
        private void Spline(double phase)
        {
            bool closed = Kind == PathKind.Loop;
            bool beyond = !closed && (phase < 0.0 || phase > Span);
            double p = closed ? phase - (Span * Math.Floor(phase / Span)) : phase < 0.0 ? 0.0 : phase > Span ? Span : phase;
            int at = (int)p;
            if (at > _points - (closed ? 1 : 2))
                at = _points - (closed ? 1 : 2);
            double t = p - at;
            double t2 = t * t;
            double t3 = t2 * t;
            double h01 = (3.0 * t2) - (2.0 * t3);
            double h00 = 1.0 - h01;
            double h10 = t3 - (2.0 * t2) + t;
            double h11 = t3 - t2;
            double d01 = 6.0 * (t - t2);
            double d10 = (3.0 * t2) - (4.0 * t) + 1.0;
            double d11 = (3.0 * t2) - (2.0 * t);
            int a = At(at - 1, closed), b = At(at, closed), c = At(at + 1, closed), d = At(at + 2, closed);
            double[] n = _numbers;
            double mbx = 0.5 * (n[c] - n[a]), mby = 0.5 * (n[c + 1] - n[a + 1]);
            double mcx = 0.5 * (n[d] - n[b]), mcy = 0.5 * (n[d + 1] - n[b + 1]);
            X = (h00 * n[b]) + (h01 * n[c]) + (h10 * mbx) + (h11 * mcx);
            Y = (h00 * n[b + 1]) + (h01 * n[c + 1]) + (h10 * mby) + (h11 * mcy);
            SlopeX = beyond ? 0.0 : (d01 * (n[c] - n[b])) + (d10 * mbx) + (d11 * mcx);
            SlopeY = beyond ? 0.0 : (d01 * (n[c + 1] - n[b + 1])) + (d10 * mby) + (d11 * mcy);
        }

        // Where a waypoint's x stands; an open path's ends are their own neighbours.
        private int At(int point, bool closed)
        {
            int i = point;
            if (i < 0)
                i = closed ? i + _points : 0;
            if (i >= _points)
                i = closed ? i - _points : _points - 1;
            return 1 + (2 * i);
        }
    }
}
