namespace MultiAgentEdge.Hardware
{
    /// <summary>
    /// The nominal figures of a two-wheeled rover. They start as those of a small one that can do what paper S1's formation asks
    /// (1 m/s^2 held for 0.25 s, some 2 m of lane): two 6 V gear motors 1:30 with a 3-pulse encoder behind them, on 67 mm wheels.
    /// </summary>
    public sealed class DifferentialDriveGeometry
    {
        /// <summary>Metres, above 0.</summary>
        public double WheelRadiusM = 0.0335;

        /// <summary>Between the wheels' contact points, metres, above 0.</summary>
        public double TrackWidthM = 0.14;

        /// <summary>Edges of both channels in one turn of the wheel, above 0. Here 3 pulses x 4 edges x gear 30.</summary>
        public int TicksPerRevolution = 360;

        /// <summary>Wheel speed at full duty without load, rad/s, above 0. Here 344 turns a minute: 1.2 m/s.</summary>
        public double MaxWheelSpeedRadS = 36.0;

        /// <summary>Duty below which a wheel does not turn, in [0, 1).</summary>
        public double DeadBandDuty = 0.12;

        /// <summary>Largest acceleration accepted; more is clamped to it. m/s^2, above 0.</summary>
        public double MaxAccelerationMS2 = 1.5;

        /// <summary>Time constant of motor and load, seconds, above 0.</summary>
        public double MotorTimeConstantS = 0.08;

        public double MaxSpeedMS
        {
            get { return WheelRadiusM * MaxWheelSpeedRadS; }
        }

        public double RadiansPerTick
        {
            get { return TicksPerRevolution > 0 ? 2.0 * 3.14159265358979323846 / TicksPerRevolution : 0.0; }
        }
    }
}
