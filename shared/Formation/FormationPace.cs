namespace MultiAgentEdge.Formation
{
    /// <summary>
    /// How far along its path a fleet is, agreed by all: phase, rate and its change as a control period begins, for the present path and,
    /// while one blends into the next, the one before. The host says it with its prices; who misses one goes on at the rate it heard last.
    /// </summary>
    public sealed class FormationPace
    {
        /// <summary>Numbers of one: path, phase, rate, slew, the same three of the path before, tick.</summary>
        public const int Count = 8;

        private const double MostPhase = 1e5;
        private const double MostRate = 1e3;

        /// <summary>Number of the path that <see cref="Phase"/> belongs to; it grows by one with every change of path.</summary>
        public double Path;

        /// <summary>The period that this is the beginning of.</summary>
        public uint Tick;

        /// <summary>In the path's own units (<see cref="PathCurve"/>).</summary>
        public double Phase;

        /// <summary>Units a second.</summary>
        public double Rate;

        /// <summary>Units a second squared, for this period.</summary>
        public double Slew;

        public double PhaseBefore;

        public double RateBefore;

        public double SlewBefore;

        /// <summary>Phase and rate of the last <see cref="At"/>.</summary>
        public double PhaseAt;

        public double RateAt;

        /// <summary>False, with everything unchanged: numbers that no pace has.</summary>
        /// <param name="numbers">As <see cref="Write"/> gives them.</param>
        public bool TryRead(double[] numbers)
        {
            for (int i = 0; i < Count - 1; i++)
            {
                double most = i == 0 || i == 1 || i == 4 ? MostPhase : MostRate;
                if (double.IsNaN(numbers[i]) || numbers[i] > most || numbers[i] < -most)
                    return false;
            }

            double tick = numbers[7];
            if (double.IsNaN(tick) || tick < 0.0 || tick > 4294967295.0)
                return false;
            Path = numbers[0];
            Phase = numbers[1];
            Rate = numbers[2];
            Slew = numbers[3];
            PhaseBefore = numbers[4];
            RateBefore = numbers[5];
            SlewBefore = numbers[6];
            long whole = (long)tick;
            Tick = (uint)whole;
            return true;
        }

        /// <param name="into">At least <see cref="Count"/>.</param>
        public void Write(double[] into)
        {
            into[0] = Path;
            into[1] = Phase;
            into[2] = Rate;
            into[3] = Slew;
            into[4] = PhaseBefore;
            into[5] = RateBefore;
            into[6] = SlewBefore;
            into[7] = Tick;
        }

        /// <summary>Phase and rate as a period begins: after the first one at a steady rate.</summary>
        /// <param name="before">Of the path before.</param>
        public void At(uint tick, double periodS, bool before)
        {
            uint apart = tick - Tick;
            int periods = (int)apart;
            double phase = before ? PhaseBefore : Phase;
            double rate = before ? RateBefore : Rate;
            double slew = before ? SlewBefore : Slew;
            if (periods != 0)
            {
                int first = periods < 0 ? periods : 1;
                double s = first * periodS;
                phase += (rate * s) + (0.5 * slew * s * s);
                rate += slew * s;
                phase += rate * ((periods - first) * periodS);
            }

            PhaseAt = phase > MostPhase ? MostPhase : phase < -MostPhase ? -MostPhase : phase;
            RateAt = rate;
        }
    }
}
