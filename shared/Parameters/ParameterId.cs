namespace MultiAgentEdge.Parameters
{
    /// <summary>
    /// Ids of the entries of a parameter set; f64 unless said. nx states, nu inputs, no coupling outputs, all in the controller's own
    /// units. Names and units: <see cref="ParameterName"/>.
    /// </summary>
    public static class ParameterId
    {
        /// <summary>A of x+ = A x + B u + b; nx x nx.</summary>
        public const ushort ModelA = 1;

        /// <summary>B; nx x nu.</summary>
        public const ushort ModelB = 2;

        /// <summary>b; nx.</summary>
        public const ushort ModelOffset = 3;

        /// <summary>Q; nx x nx.</summary>
        public const ushort StageStateWeight = 4;

        /// <summary>R; nu x nu.</summary>
        public const ushort StageInputWeight = 5;

        /// <summary>P; nx x nx.</summary>
        public const ushort TerminalWeight = 6;

        /// <summary>nx.</summary>
        public const ushort StageStateLinear = 7;

        /// <summary>nu.</summary>
        public const ushort StageInputLinear = 8;

        /// <summary>nx.</summary>
        public const ushort TerminalLinear = 9;

        /// <summary>nu.</summary>
        public const ushort InputLower = 10;

        /// <summary>nu.</summary>
        public const ushort InputUpper = 11;

        /// <summary>nx; -1e30 is unbounded.</summary>
        public const ushort StateLower = 12;

        /// <summary>nx; 1e30 is unbounded.</summary>
        public const ushort StateUpper = 13;

        /// <summary>nx.</summary>
        public const ushort StateLowerTightening = 14;

        /// <summary>nx.</summary>
        public const ushort StateUpperTightening = 15;

        /// <summary>L1 weight per state, nx; 1e30 and above is hard.</summary>
        public const ushort StateSoftWeight = 16;

        /// <summary>E of o = E x; no x nx.</summary>
        public const ushort OutputMatrix = 17;

        /// <summary>Constant part of the ADMM term, rho M'M; no x no.</summary>
        public const ushort CouplingWeight = 18;

        /// <summary>nx.</summary>
        public const ushort StateReference = 19;

        /// <summary>Value offset V0; scalar.</summary>
        public const ushort ValueOffset = 20;

        /// <summary>gamma in (0, 1]; scalar.</summary>
        public const ushort Discount = 21;

        /// <summary>N, periods; scalar.</summary>
        public const ushort Horizon = 22;

        /// <summary>K; scalar.</summary>
        public const ushort RoundsPerPeriod = 23;

        /// <summary>T, microseconds; scalar.</summary>
        public const ushort PeriodUs = 24;

        /// <summary>Mode of negotiation; scalar.</summary>
        public const ushort NegotiationMode = 25;

        /// <summary>Solver iterations per solve; scalar.</summary>
        public const ushort IterationLimit = 26;

        /// <summary>Factor in (0, 1] on the input while driving without coupling; scalar.</summary>
        public const ushort SpeedLimit = 27;

        /// <summary>Least price that a sound host sends, the same at every stage; no; absent or -1e30: any.</summary>
        public const ushort PriceLower = 28;

        /// <summary>Greatest price that a sound host sends, the same at every stage; no; absent or 1e30: any.</summary>
        public const ushort PriceUpper = 29;

        /// <summary>Path of a formation in the plane: kind and numbers of PathCurve, m; 3 to 33.</summary>
        public const ushort Path = 30;

        /// <summary>The path that it blends from; likewise. A point: where this rover comes from.</summary>
        public const ushort PathBefore = 31;

        /// <summary>This rover's place relative to the path, x y, m, and the one relative to the path before; 4.</summary>
        public const ushort ShapeOffsets = 32;

        /// <summary>Tick at which the blend starts, its length in periods, number of the path, number of the path before; 4.</summary>
        public const ushort Blend = 33;

        /// <summary>What stands on the floor, whatever the mission: x, y of both ends and radius, m, of each obstacle, a circle's ends
        /// being the same; nC x 5.</summary>
        public const ushort Obstacles = 34;

        /// <summary>Walls likewise: unit normal nx, ny and offset, m, of each; a rover stays at n·x ≤ offset; nW x 3.</summary>
        public const ushort Walls = 35;

        /// <summary>Neurons of input, hidden and output layers; one more than there are layers.</summary>
        public const ushort ActorLayers = 40;

        /// <summary>0 linear, 1 tanh, 2 argmax; scalar.</summary>
        public const ushort ActorHead = 60;

        /// <summary>Where the landmarks of a coverage mission stand; nL x 2.</summary>
        public const ushort Landmarks = 70;

        /// <summary>NO, the nearest other rovers that a coverage actor is shown; scalar.</summary>
        public const ushort ObservedOthers = 71;

        /// <summary>NL, the nearest landmarks that a coverage actor is shown; scalar.</summary>
        public const ushort ObservedLandmarks = 72;

        /// <summary>T of the time feature (tick mod T) / T that ends the observation; scalar; absent: no such feature.</summary>
        public const ushort EpisodePeriods = 73;

        /// <summary>Distance to which other rovers are seen; scalar; absent: without limit.</summary>
        public const ushort ObservationRange = 74;

        /// <summary>1: a rover out of range is shown where it was last seen; scalar; absent or 0: it is not shown.</summary>
        public const ushort ObservationMemory = 75;

        /// <summary>What stands in the place of a missing other rover: 0 x y shows it at that offset, 1 0 0 shows the present ones again;
        /// 3.</summary>
        public const ushort AbsentOther = 76;

        /// <summary>The same for a missing landmark; 3.</summary>
        public const ushort AbsentLandmark = 77;

        /// <summary>Acceleration of each output of a coverage actor: the chosen row (argmax), or the sum of rows times outputs in [-1, 1];
        /// nA x 2.</summary>
        public const ushort ActionTable = 78;

        /// <summary>Share of its velocity that the particle of a coverage mission loses in a period, in [0, 1); scalar.</summary>
        public const ushort Damping = 79;

        /// <summary>Look-ahead m, limits of speed m/s, yaw rate rad/s and acceleration m/s^2 of the law that drives two wheels like the
        /// particle; 4; absent: the body is a particle.</summary>
        public const ushort TrackingLaw = 80;

        /// <summary>Periods without a word after which another rover leaves the scope; scalar.</summary>
        public const ushort SilenceLimit = 81;

        /// <summary>x m, y m, heading rad at which a rover on wheels stands when the set becomes active, unless it drives; 3; absent: where
        /// it believes to stand.</summary>
        public const ushort StartPose = 82;

        /// <summary>Delivery: kind of vehicle, wheelbase m, speed limit m/s, steering limit rad, battery per s at rest, more at 1 m/s, 1 to
        /// turn while driving; 7.</summary>
        public const ushort Vehicle = 90;

        /// <summary>States of the edge's stored traversal; (steps + 1) x nx.</summary>
        public const ushort EdgeStates = 91;

        /// <summary>Inputs between them; steps x 2.</summary>
        public const ushort EdgeInputs = 92;

        /// <summary>Battery used at each of the states since the first; steps + 1.</summary>
        public const ushort EdgeBattery = 93;

        /// <summary>Whole number: of two rovers that want one way the one with the higher number has it; scalar; absent: 0.</summary>
        public const ushort WayPriority = 94;

        /// <summary>First of the four ids of actor layer 0; layer k starts 4 k later.</summary>
        public const ushort ActorLayerBase = 100;

        /// <summary>Most layers that an actor may have.</summary>
        public const int ActorLayerLimit = 4;

        /// <summary>Input of the self-test; its meaning is the controller's.</summary>
        public const ushort SelfTestInput = 250;

        /// <summary>What the controller must answer, bit by bit.</summary>
        public const ushort SelfTestOutput = 251;

        /// <summary>Weights of actor layer k: outputs x inputs, f32 or i8.</summary>
        public static ushort ActorWeight(int layer)
        {
            return (ushort)(ActorLayerBase + (4 * layer));
        }

        /// <summary>Biases of actor layer k: outputs, f32.</summary>
        public static ushort ActorBias(int layer)
        {
            return (ushort)(ActorLayerBase + (4 * layer) + 1);
        }

        /// <summary>Scale of i8 weights of actor layer k: scalar f32.</summary>
        public static ushort ActorScale(int layer)
        {
            return (ushort)(ActorLayerBase + (4 * layer) + 2);
        }

        /// <summary>Layer normalisation of actor layer k: 2 x outputs, f32 (row 0 gain, row 1 shift).</summary>
        public static ushort ActorLayerNorm(int layer)
        {
            return (ushort)(ActorLayerBase + (4 * layer) + 3);
        }
    }
}
