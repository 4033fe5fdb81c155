namespace MultiAgentEdge.Estimation
{
    /// <summary>
    /// How far the filter trusts wheels, gyro and clock. The variances per metre, second and radian were tuned on simulated wheels with
    /// slip (<c>mae bench pose</c>); none is a limit of physics.
    /// </summary>
    public sealed class PoseOptions
    {
        /// <summary>Between the wheels' contact points, metres, above 0.</summary>
        public double TrackWidthM = 0.14;

        /// <summary>Way of one encoder edge, metres, above 0.</summary>
        public double TickM = 0.000585;

        /// <summary>Whether there is a gyro; a step may lack its reading nevertheless.</summary>
        public bool HasGyro = true;

        /// <summary>Between an exposure and the earliest arrival of its pose, seconds; what is unknown of it is estimated.</summary>
        public double BaseLatencyS = 0.05;

        /// <summary>Standard deviation of that latency at the start, seconds.</summary>
        public double LatencySigmaS = 0.05;

        /// <summary>Largest standard deviation of the position before the rover counts as lost, metres.</summary>
        public double LostSigmaM = 0.5;

        /// <summary>Farthest coordinate that a floor has, metres.</summary>
        public double LargestPositionM = 1000.0;

        /// <summary>Poses nearer to each other in time are not listened to, microseconds.</summary>
        public long SpacingUs = 8000;

        /// <summary>Silence after which another tracker is followed, microseconds.</summary>
        public long HandOverUs = 2000000;

        /// <summary>Variance along the way, m^2 a metre.</summary>
        public double AlongM = 5e-4;

        /// <summary>Variance across the way, m^2 a metre.</summary>
        public double AcrossM = 1e-4;

        /// <summary>Variance of a gyro's heading, rad^2 a second.</summary>
        public double YawPerS = 3e-6;

        /// <summary>The same, rad^2 a metre.</summary>
        public double YawPerM = 1e-6;

        /// <summary>The same, rad^2 a radian.</summary>
        public double YawPerRad = 2e-6;

        /// <summary>Variance of the wheels' heading where no gyro tells it, rad^2 a metre.</summary>
        public double WheelYawPerM = 0.1;

        /// <summary>The same, rad^2 a radian.</summary>
        public double WheelYawPerRad = 1e-3;

        /// <summary>Variance of the gyro's bias, (rad/s)^2 a second.</summary>
        public double BiasPerS = 1e-9;

        /// <summary>Variance of the wheels' difference without a gyro, (rad/m)^2 a metre.</summary>
        public double DriftPerM = 1e-4;
    }
}
