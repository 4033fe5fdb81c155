using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Actor
{
    /// <summary>
    /// What a coverage actor sees (papers S2, S3): own velocity, own position, the NL nearest landmarks and the others in scope as
    /// positions relative to the agent, nearest first, and the time feature where the set has one. Computed in double and rounded to float
    /// at the very end, so that trainer and rover agree to the bit. Allocates nothing after construction.
    /// </summary>
    public sealed class CoverageObservation
    {
        private readonly double[] _landmarks; // nL x 2
        private readonly double[] _key; // NL
        private readonly int _shownLandmarks;
        private readonly int _shownOthers;
        private readonly AbsentRule _absentOther = new AbsentRule();
        private readonly AbsentRule _absentLandmark = new AbsentRule();
        private int _episodePeriods;

        private CoverageObservation(int landmarks, int shownLandmarks, int shownOthers, int capacity, bool hasTime)
        {
            _landmarks = new double[2 * landmarks];
            _key = new double[shownLandmarks];
            _shownLandmarks = shownLandmarks;
            _shownOthers = shownOthers;
            Scope = new NeighbourScope(capacity, shownOthers);
            Vector = new float[4 + (2 * (shownLandmarks + shownOthers)) + (hasTime ? 1 : 0)];
        }

        /// <summary>Told by its owner where the other rovers are.</summary>
        public NeighbourScope Scope { get; private set; }

        /// <summary>The observation: 4 + 2 NL + 2 NO numbers, and one with the time feature.</summary>
        public float[] Vector { get; private set; }

        /// <summary>What the set describes, or null where an entry is missing or out of its range.</summary>
        /// <param name="capacity">Most other rovers that can be told of.</param>
        public static CoverageObservation TryCreate(ParameterSet set, int capacity)
        {
            int landmarks = set.Find(ParameterId.Landmarks);
            double others = -1.0;
            double shown = -1.0;
            double periods = 0.0;
            set.TryGetScalar(ParameterId.ObservedOthers, ref others);
            set.TryGetScalar(ParameterId.ObservedLandmarks, ref shown);
            bool hasTime = set.TryGetScalar(ParameterId.EpisodePeriods, ref periods);
            if (landmarks < 0 || set.Rank(landmarks) != 2 || set.Dim(landmarks, 1) != 2 || others < 0 || others > 255
                || others != (int)others
                || shown < 1 || shown > 255 || shown != (int)shown || (hasTime && !(periods >= 1 && periods <= 1e6)))
                return null;
            CoverageObservation made = new CoverageObservation(set.Dim(landmarks, 0), (int)shown, (int)others, capacity, hasTime);
            made._episodePeriods = (int)periods;
            return made.TryLoad(set) ? made : null;
        }

        /// <summary>Writes <see cref="Vector"/>.</summary>
        /// <param name="state">Position x, y, m; velocity x, y, m/s.</param>
        /// <param name="period">Control periods since the mission began; counts for the time feature alone.</param>
        public void Observe(double[] state, uint period)
        {
            double x = state[0];
            double y = state[1];
            float[] v = Vector;
            v[0] = (float)state[2];
            v[1] = (float)state[3];
            v[2] = (float)x;
            v[3] = (float)y;
            ObserveLandmarks(x, y);
            int at = 4 + (2 * _shownLandmarks);
            Scope.Select(x, y);
            for (int k = 0; k < Scope.Count; k++)
            {
                v[at + (2 * k)] = (float)(Scope.SeenX(k) - x);
                v[at + (2 * k) + 1] = (float)(Scope.SeenY(k) - y);
            }

            _absentOther.Fill(v, at, Scope.Count, _shownOthers);
            at += 2 * _shownOthers;
            if (at < v.Length)
            {
                uint length = (uint)_episodePeriods;
                uint phase = period % length;
                double elapsed = phase;
                v[at] = (float)(elapsed / _episodePeriods);
            }
        }

        private void ObserveLandmarks(double x, double y)
        {
            float[] v = Vector;
            int count = 0;
            for (int i = 0; i < _landmarks.Length; i += 2)
            {
                double dx = _landmarks[i] - x;
                double dy = _landmarks[i + 1] - y;
                double squared = dx * dx + dy * dy;
                int at = count;
                while (at > 0 && squared < _key[at - 1])
                    at--;
                if (at >= _key.Length)
                    continue;
                if (count < _key.Length)
                    count++;
                for (int k = count - 1; k > at; k--)
                {
                    _key[k] = _key[k - 1];
                    v[4 + (2 * k)] = v[2 + (2 * k)];
                    v[5 + (2 * k)] = v[3 + (2 * k)];
                }

                _key[at] = squared;
                v[4 + (2 * at)] = (float)dx;
                v[5 + (2 * at)] = (float)dy;
            }

            _absentLandmark.Fill(v, 4, count, _shownLandmarks);
        }

        private bool TryLoad(ParameterSet set)
        {
            double range = Scope.RangeM;
            double memory = 0.0;
            double[] rule = new double[3];
            set.TryGetScalar(ParameterId.ObservationRange, ref range);
            set.TryGetScalar(ParameterId.ObservationMemory, ref memory);
            if (!(range > 0) || (memory != 0 && memory != 1) || !set.TryCopy(ParameterId.Landmarks, _landmarks, _landmarks.Length))
                return false;
            Scope.RangeM = range;
            Scope.HasMemory = memory == 1;
            if (set.TryCopy(ParameterId.AbsentOther, rule, 3) && !_absentOther.TrySet(rule))
                return false;
            return !set.TryCopy(ParameterId.AbsentLandmark, rule, 3) || _absentLandmark.TrySet(rule);
        }
    }
}
