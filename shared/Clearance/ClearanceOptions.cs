namespace MultiAgentEdge.Clearance
{
    /// <summary>
    /// What a rover knows of itself and of its fleet when it keeps clear; read at construction only. Period, speed, age and silence must be
    /// the same in a fleet: what one rover leaves to the others is what they answer for.
    /// </summary>
    public sealed class ClearanceOptions
    {
        /// <summary>Control period T, s, above 0.</summary>
        public double PeriodS = 0.2;

        /// <summary>Largest speed V of any rover of the fleet, m/s, above 0.</summary>
        public double SpeedMS = 0.4;

        /// <summary>What a wheel can brake with at least, m/s^2, above 0.</summary>
        public double WheelAccelerationMS2 = 1.0;

        /// <summary>Between the wheels, m, above 0.</summary>
        public double TrackM = 0.14;

        /// <summary>Of the disc around the middle of the axle that holds the body at every heading, m, above 0.</summary>
        public double RadiusM = 0.1;

        /// <summary>How far ahead of the axle the point P lies whose velocity is wanted, m, above 0.</summary>
        public double LookAheadM = 0.08;

        /// <summary>Time constant of the wheels' speed loops, s, 0 or more.</summary>
        public double LagS = 0.12;

        /// <summary>By which a rover gets faster at most, m/s^2, above 0: nobody promises, or is taken to have gone, more than it reaches
        /// with it. As good as unbounded where the controller does not say.</summary>
        public double GainMS2 = Unbounded;

        /// <summary>Of <see cref="GainMS2"/> where nothing is known.</summary>
        public const double Unbounded = 1e6;

        /// <summary>Largest yaw rate, rad/s, above 0.</summary>
        public double YawRateRadS = 4.0;

        /// <summary>Periods of age n̄ up to which each rover answers for its own way; for what is older its hearer does. 1 to
        /// <see cref="SpeedPromise.MaxPeriods"/>.</summary>
        public int AgePeriods = 6;

        /// <summary>Periods without its own frame from the broker after which a rover brakes to stand, and three times as many after which
        /// others take it for standing; above <see cref="AgePeriods"/>.</summary>
        public int SilencePeriods = 8;

        /// <summary>Standard deviations of position kept free, of each of two; 0 or more.</summary>
        public double SigmaFactor = 2.5;

        /// <summary>Whether every number is the same.</summary>
        public bool IsSame(ClearanceOptions other)
        {
            return PeriodS == other.PeriodS && SpeedMS == other.SpeedMS && WheelAccelerationMS2 == other.WheelAccelerationMS2
                && TrackM == other.TrackM && RadiusM == other.RadiusM && LookAheadM == other.LookAheadM && LagS == other.LagS
                && YawRateRadS == other.YawRateRadS && GainMS2 == other.GainMS2
                && AgePeriods == other.AgePeriods && SilencePeriods == other.SilencePeriods
                && SigmaFactor == other.SigmaFactor;
        }
    }
}
