namespace MultiAgentEdge.Clearance
{
    /// <summary>
    /// What a rover says about its speed holds for as long as others may go by it: a cap that is said once binds for n̄ + 2 ticks, so it
    /// falls at once and rises late. Where rovers are close they promise little, and each knows that the others cannot have gone far.
    /// Memory: n̄ + 2 doubles.
    /// </summary>
    public sealed class SpeedPromise
    {
        /// <summary>Most periods of age.</summary>
        public const int MaxPeriods = 12;

        /// <summary>Share of the fleet's speed that is promised next to another, and the distance by which it is whole again.</summary>
        private const double ShareNear = 0.5;
        private const double NearM = 0.25;
        private const double FadeM = 0.8;

        /// <summary>Of its present speed, to a rover that drives in company: who keeps a place among others corrects it.</summary>
        private const double CompanyFactor = 1.5;

        /// <summary>Share of a rover that does not hear its own frames any more: nobody may hear it.</summary>
        private const double ShareUnheard = 0.25;
        private const double MostUnheardMS = 0.15;

        private readonly double _mostMS;
        private readonly double[] _said;
        private int _at;

        /// <param name="mostMS">The fleet's speed.</param>
        /// <param name="agePeriods">n̄.</param>
        public SpeedPromise(double mostMS, int agePeriods)
        {
            _mostMS = mostMS;
            _said = new double[agePeriods + 2];
            for (int i = 0; i < _said.Length; i++)
            {
                _said[i] = mostMS;
            }

            CapMS = mostMS;
            LimitMS = mostMS;
        }

        /// <summary>Said in this tick: the largest speed until n̄ + 1 ticks later.</summary>
        public double CapMS { get; private set; }

        /// <summary>The largest speed now, by all that was said.</summary>
        public double LimitMS { get; private set; }

        /// <summary>The speed that a rover keeps below once it does not hear itself.</summary>
        public static double Unheard(double mostMS)
        {
            double share = ShareUnheard * mostMS;
            return share < MostUnheardMS ? share : MostUnheardMS;
        }

        /// <summary>Others farther than this make no difference, m.</summary>
        public static bool IsNear(double distanceM)
        {
            return distanceM < NearM + FadeM;
        }

        /// <summary>A new tick.</summary>
        /// <param name="nearestM">To the nearest other's middle.</param>
        /// <param name="companyMS">How fast it drives in company of all that are near; 0 where one of them goes elsewhere.</param>
        /// <param name="reachableMS">What it can drive by the time until which this binds.</param>
        /// <param name="isHeard">Whether the rover has heard itself within n̄ periods.</param>
        public void Say(double nearestM, double companyMS, double reachableMS, bool isHeard)
        {
            double share = (nearestM - NearM) / FadeM;
            share = share < ShareNear ? ShareNear : share > 1.0 ? 1.0 : share;
            double company = CompanyFactor * companyMS;
            CapMS = share * _mostMS;
            CapMS = company <= CapMS ? CapMS : company < _mostMS ? company : _mostMS;
            CapMS = reachableMS < CapMS ? reachableMS : CapMS;
            _said[_at] = CapMS;
            _at = _at + 1 < _said.Length ? _at + 1 : 0;
            double limit = isHeard ? _mostMS : Unheard(_mostMS);
            for (int i = 0; i < _said.Length; i++)
            {
                limit = _said[i] < limit ? _said[i] : limit;
            }

            LimitMS = limit;
        }
    }
}
