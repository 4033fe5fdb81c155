using System;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Formation
{
    /// <summary>
    /// Where one rover's place in the formation is, and how fast it moves: a path and an offset, blended from those before by a quintic of
    /// time, 10 s^3 - 15 s^4 + 6 s^5. A rover that comes to the formation blends from the point where it stands. Allocates only while it is
    /// loaded.
    /// </summary>
    public sealed class FormationReference
    {
        private readonly PathCurve _curve = new PathCurve();
        private readonly PathCurve _before = new PathCurve();
        private readonly double[] _offset = new double[4]; // x, y, and before
        private readonly double[] _blend = new double[4];  // start tick, periods, number of the path, number of the path before
        private uint _startTick;

        /// <summary>Of the last <see cref="Evaluate"/>, m.</summary>
        public double X;

        public double Y;

        /// <summary>m/s.</summary>
        public double Vx;

        public double Vy;

        /// <summary>Number of the path.</summary>
        public double Path
        {
            get { return _blend[2]; }
        }

        /// <summary>First tick after the blend.</summary>
        public uint DoneTick
        {
            get
            {
                uint periods = (uint)(int)_blend[1];
                return _startTick + periods + 1;
            }
        }

        /// <summary>Takes path, offsets and blend. False: an entry is missing, or is none.</summary>
        public bool TryLoad(ParameterSet set)
        {
            if (!_curve.TryLoad(set, ParameterId.Path) || !_before.TryLoad(set, ParameterId.PathBefore)
                || !set.TryCopy(ParameterId.ShapeOffsets, _offset, 4) || !set.TryCopy(ParameterId.Blend, _blend, 4))
                return false;
            double check = 0.0;
            for (int i = 0; i < 4; i++)
                check += (_offset[i] - _offset[i]) + (_blend[i] - _blend[i]);
            if (double.IsNaN(check) || _blend[0] < 0.0 || _blend[0] > 4294967295.0 || _blend[1] < 0.0 || _blend[1] > 1e6)
                return false;
            long start = (long)_blend[0];
            _startTick = (uint)start;
            return true;
        }

        /// <summary>Place and speed as a period begins.</summary>
        /// <param name="pace">How far along the fleet is.</param>
        public void Evaluate(FormationPace pace, uint tick, double periodS)
        {
            uint apart = tick - _startTick;
            int since = (int)apart;
            double share = _blend[1] > 0.0 ? since / _blend[1] : since < 0 ? 0.0 : 1.0;
            if (share >= 1.0)
            {
                Follow(_curve, pace, tick, periodS, _blend[2]);
                X = _curve.X + _offset[0];
                Y = _curve.Y + _offset[1];
                Vx = _curve.SlopeX;
                Vy = _curve.SlopeY;
                return;
            }

            Follow(_before, pace, tick, periodS, _blend[3]);
            X = _before.X + _offset[2];
            Y = _before.Y + _offset[3];
            Vx = _before.SlopeX;
            Vy = _before.SlopeY;
            if (share <= 0.0)
                return;
            Follow(_curve, pace, tick, periodS, _blend[2]);
            double s2 = share * share;
            double part = s2 * share * (10.0 + (share * (-15.0 + (6.0 * share))));
            double rest = 1.0 - share;
            double rate = 30.0 * s2 * rest * rest / (_blend[1] * periodS);
            double awayX = _curve.X + _offset[0] - X;
            double awayY = _curve.Y + _offset[1] - Y;
            X += part * awayX;
            Y += part * awayY;
            Vx += (part * (_curve.SlopeX - Vx)) + (rate * awayX);
            Vy += (part * (_curve.SlopeY - Vy)) + (rate * awayY);
        }

        // Leaves speeds in place of slopes. A pace of the path after this one still knows this one as the path before; a pace older than
        // the path says nothing of it, so it waits at its beginning.
        private static void Follow(PathCurve curve, FormationPace pace, uint tick, double periodS, double path)
        {
            double rate = 0.0;
            double phase = 0.0;
            if (pace.Path >= path)
            {
                pace.At(tick, periodS, pace.Path > path);
                phase = pace.PhaseAt;
                rate = pace.RateAt;
            }

            curve.Evaluate(phase);
            curve.SlopeX *= rate;
            curve.SlopeY *= rate;
        }
    }
}
