using MultiAgentEdge.Hardware;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>The platform, as an entry point hands it to the agent. Fields that may be missing are null.</summary>
    public sealed class RoverHardware
    {
        public IClock Clock;

        public ILink Link;

        public IBody Body;

        /// <summary>May be null. The same body in other coordinates: a mission whose controller does not fit <see cref="Body"/> takes this
        /// one.</summary>
        public IBody OtherBody;

        /// <summary>May be null. The same body as the point before its axle, likewise.</summary>
        public IBody PointBody;

        /// <summary>May be null: no tracker can reach it. What the bodies believe of where they are.</summary>
        public IPoseEstimate Pose;

        public IBlockStore Store;

        /// <summary>May be null: no emergency-stop input.</summary>
        public IEmergencyStop EmergencyStop;

        /// <summary>May be null: nothing to measure.</summary>
        public IBattery Battery;

        /// <summary>May be null: nothing is said of the signal.</summary>
        public IRadio Radio;

        /// <summary>May be null: nobody knows what memory is left, and every set that fits its sizes is tried.</summary>
        public IPlatform Platform;

        /// <summary>May be null. Times the solver for telemetry; no decision depends on it.</summary>
        public IClock Stopwatch;

        /// <summary>May be null: the program that runs is not one that comes over the air.</summary>
        public ProgramWatch Program;

        /// <summary>May be null: it belongs to somebody.</summary>
        public IAdoption Adoption;

        /// <summary>Whether this rover knows where it stands only by the way it has counted since it was switched on, or told.</summary>
        public bool CountsWay
        {
            get { return Counts(Body) || Counts(OtherBody) || Counts(PointBody); }
        }

        /// <summary>Whether a controller fits one of the bodies.</summary>
        public bool Fits(IController controller)
        {
            return controller != null && (Fits(controller, Body) || Fits(controller, OtherBody) || Fits(controller, PointBody));
        }

        /// <summary>Makes the one that fits <see cref="Body"/>.</summary>
        public void TakeBodyOf(IController controller)
        {
            if (controller == null || Fits(controller, Body))
            {
                return;
            }

            IBody before = Body;
            if (Fits(controller, OtherBody))
            {
                Body = OtherBody;
                OtherBody = before;
            }
            else if (Fits(controller, PointBody))
            {
                Body = PointBody;
                PointBody = before;
            }
        }

        private static bool Counts(IBody body)
        {
            IPlacedBody placed = body as IPlacedBody;
            return placed != null && placed.CountsWay;
        }

        private static bool Fits(IController controller, IBody body)
        {
            return body != null && controller.StateCount == body.StateCount && controller.InputCount == body.InputCount;
        }
    }
}
