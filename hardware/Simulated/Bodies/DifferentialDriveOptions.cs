namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>
    /// The true figures of a simulated rover. They differ from the nominal geometry by what a workshop would measure: unequal
    /// motors and wheels, some slip, a battery with resistance. Ranges are not checked beyond what the physics divide by.
    /// </summary>
    public sealed class DifferentialDriveOptions
    {
        /// <summary>The nominal figures that the truth deviates from.</summary>
        public DifferentialDriveGeometry Nominal { get; set; } = new DifferentialDriveGeometry();

        /// <summary>True over nominal wheel radius. A worn tyre is one percent off.</summary>
        public double LeftRadiusFactor { get; set; } = 0.995;

        public double RightRadiusFactor { get; set; } = 1.005;

        /// <summary>True over nominal speed at full duty. Cheap gear motors differ by five percent and more.</summary>
        public double LeftMotorFactor { get; set; } = 1.0;

        public double RightMotorFactor { get; set; } = 0.94;

        /// <summary>Duty below which the wheel does not turn.</summary>
        public double DeadBandDuty { get; set; } = 0.14;

        /// <summary>Time constant of a driven motor with its load, seconds.</summary>
        public double MotorTimeConstantS { get; set; } = 0.09;

        /// <summary>Time constant of a short-braked motor, seconds.</summary>
        public double BrakeTimeConstantS { get; set; } = 0.03;

        /// <summary>Mean share of the wheel's way that is lost to the ground.</summary>
        public double SlipMean { get; set; } = 0.01;

        /// <summary>Standard deviation of the slip, which wanders with a time constant of 0.5 s.</summary>
        public double SlipSigma { get; set; } = 0.01;

        /// <summary>How often a wheel comes onto something slippery, a second; 0: never, and no random number is drawn for it.</summary>
        public double SlipBurstsPerS { get; set; }

        /// <summary>Share of its way that a wheel loses there, at least and at most. Where it loses more, drivers with a gyroscope take it
        /// for a wheel that spins freely, and stop.</summary>
        public double SlipBurstLeast { get; set; } = 0.2;

        public double SlipBurstMost { get; set; } = 0.5;

        /// <summary>How long it lasts, seconds.</summary>
        public double SlipBurstS { get; set; } = 0.5;

        /// <summary>Largest acceleration that the tyres pass to the ground, m/s^2; rubber on a hard floor.</summary>
        public double TractionLimitMS2 { get; set; } = 4.0;

        /// <summary>Share of encoder edges that bounce once.</summary>
        public double BounceProbability { get; set; } = 0.02;

        /// <summary>Open-circuit voltage at the start, two full lithium cells.</summary>
        public double BatteryV { get; set; } = 8.2;

        /// <summary>Voltage at which full duty gives the nominal speed.</summary>
        public double NominalV { get; set; } = 7.4;

        public double BatteryResistanceOhm { get; set; } = 0.15;

        /// <summary>Charge from full to empty, ampere hours.</summary>
        public double BatteryCapacityAh { get; set; } = 1.2;

        /// <summary>Open-circuit voltage lost from full to empty.</summary>
        public double BatteryDropV { get; set; } = 2.2;

        /// <summary>Current of one stalled motor at full duty, amperes.</summary>
        public double StallCurrentA { get; set; } = 1.6;

        /// <summary>Current of the board, amperes.</summary>
        public double IdleCurrentA { get; set; } = 0.12;

        /// <summary>Battery divider and converter as <c>RoverKit</c> wires them: full scale in volts.</summary>
        public double AdcFullScaleV { get; set; } = 13.2;

        /// <summary>Standard deviation of the converter, fraction of full scale.</summary>
        public double AdcNoise { get; set; } = 0.001;

        /// <summary>Constant error of the inertial sensor after calibration, rad/s.</summary>
        public double GyroscopeBiasRadS { get; set; } = 0.002;

        /// <summary>Standard deviation of one reading of the inertial sensor, rad/s.</summary>
        public double GyroscopeNoiseRadS { get; set; } = 0.005;

        /// <summary>Step of the physics, microseconds. A wheel at full speed makes two edges in it.</summary>
        public long StepUs { get; set; } = 1000;

        public ulong Seed { get; set; } = 1;

        /// <summary>The same rover with another nominal geometry and another seed.</summary>
        public DifferentialDriveOptions With(DifferentialDriveGeometry nominal, ulong seed)
        {
            DifferentialDriveOptions copy = (DifferentialDriveOptions)MemberwiseClone();
            copy.Nominal = nominal;
            copy.Seed = seed;
            return copy;
        }
    }
}
