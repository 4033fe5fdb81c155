using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Delivery
{
    /// <summary>
    /// What a rover's controller knows of its motion and of what it uses up: (58) and (59) of paper S4. One Euler step:
    /// x+ = x + T v cos h, y+ = y + T v sin h, v+ = v + T u2, and either h+ = h + T u1 (unicycle) or h+ = h + T v tan(s) / L, s+ = s + T u1
    /// (bicycle). Capacities: battery q+ = q + T (hotel + drive v^2), time t+ = t + T. Both start at 0 and grow.
    /// Bytes: 8 (2 nx + 4) and the object.
    /// </summary>
    public sealed class VehicleDynamics
    {
        /// <summary>Where the speed stands in the state, for both kinds.</summary>
        public const int Speed = 3;

        /// <summary>Where the heading stands.</summary>
        public const int Heading = 2;

        /// <summary>Where a bicycle's steering angle stands.</summary>
        public const int Steering = 4;

        /// <summary>Entries of the input.</summary>
        public const int InputCount = 2;

        public VehicleDynamics(VehicleKind kind)
        {
            Kind = kind;
            StateCount = kind == VehicleKind.Bicycle ? 5 : 4;
            InputLower = new double[] { -1.0, -0.5 };
            InputUpper = new double[] { 1.0, 0.5 };
            SpeedUpperMS = 2.0;
            SteeringUpperRad = 0.7;
            WheelbaseM = 0.5;
            HotelPerS = 0.01;
            DrivePerS = 0.005;
            PeriodS = 0.2;
        }

        public VehicleKind Kind { get; private set; }

        /// <summary>nx: 4 or 5; the capacities are not counted.</summary>
        public int StateCount { get; private set; }

        /// <summary>Control period T, s, above 0.</summary>
        public double PeriodS;

        /// <summary>L of (58), m, above 0; a unicycle has none.</summary>
        public double WheelbaseM;

        /// <summary>Speed lies in [0, this], m/s.</summary>
        public double SpeedUpperMS;

        /// <summary>Steering angle lies in [-this, this], rad, below pi/2.</summary>
        public double SteeringUpperRad;

        /// <summary>Share of the battery used in a second at rest.</summary>
        public double HotelPerS;

        /// <summary>Share of the battery used in a second more, at 1 m/s; grows with the square of speed.</summary>
        public double DrivePerS;

        public readonly double[] InputLower; // 2

        public readonly double[] InputUpper; // 2

        /// <summary>Sine of the heading from which the last <see cref="Step"/> started.</summary>
        public double Sin;

        /// <summary>Its cosine.</summary>
        public double Cos;

        /// <summary>tan(steering) / L there, 1/m; 0 for a unicycle.</summary>
        public double Curvature;

        /// <summary>One period: next[no..] from x[xo..] and u[uo..], which must not overlap. Leaves what a linearisation needs
        /// again.</summary>
        public void Step(double[] x, int xo, double[] u, int uo, double[] next, int no)
        {
            double v = x[xo + Speed];
            double heading = x[xo + Heading];
            Trigonometry.SinCos(heading, out Sin, out Cos);
            next[no] = x[xo] + (PeriodS * v * Cos);
            next[no + 1] = x[xo + 1] + (PeriodS * v * Sin);
            next[no + Speed] = v + (PeriodS * u[uo + 1]);
            if (Kind == VehicleKind.Unicycle)
            {
                Curvature = 0.0;
                next[no + Heading] = heading + (PeriodS * u[uo]);
                return;
            }

            double steering = x[xo + Steering];
            Curvature = Trigonometry.Tan(steering) / WheelbaseM;
            next[no + Heading] = heading + (PeriodS * v * Curvature);
            next[no + Steering] = steering + (PeriodS * u[uo]);
        }

        /// <summary>Battery used in the period that starts at a speed.</summary>
        public double Depletion(double speedMS)
        {
            return PeriodS * (HotelPerS + (DrivePerS * speedMS * speedMS));
        }

        /// <summary>Whether every figure is in its range.</summary>
        public bool IsValid()
        {
            bool box = true;
            for (int i = 0; i < InputCount; i++)
            {
                box = box && !double.IsNaN(InputLower[i]) && !double.IsNaN(InputUpper[i]) && InputLower[i] < 0.0 && InputUpper[i] > 0.0;
            }

            double sum = PeriodS + WheelbaseM + SpeedUpperMS + SteeringUpperRad + HotelPerS + DrivePerS;
            return box && !double.IsNaN(sum - sum) && PeriodS > 0.0 && WheelbaseM > 0.0 && SpeedUpperMS > 0.0 && SteeringUpperRad > 0.0
                && SteeringUpperRad < 1.5 && HotelPerS >= 0.0 && DrivePerS >= 0.0;
        }
    }
}
