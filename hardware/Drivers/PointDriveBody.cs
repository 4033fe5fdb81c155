using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// A two-wheeled rover as the point before its axle, which is a double integrator in each axis: what formations in the plane drive. The
    /// same wheels, loops and checks as <see cref="DifferentialDriveBody"/>, seen otherwise (<see cref="PointLaw"/>).
    /// </summary>
    public sealed class PointDriveBody : IPointBody
    {
        private readonly DifferentialDriveBody _drive;

        public PointDriveBody(DifferentialDriveBody drive)
        {
            _drive = drive;
        }

        public int StateCount
        {
            get { return 5; }
        }

        public int InputCount
        {
            get { return 2; }
        }

        /// <inheritdoc cref="IPlacedBody.CountsWay"/>
        public bool CountsWay
        {
            get { return true; }
        }

        /// <inheritdoc cref="IPointBody.LookAheadM"/>
        public double LookAheadM
        {
            get { return _drive.Point.LookAheadM; }
        }

        /// <summary>Pose of the axle's middle.</summary>
        public void SetPose(double xM, double yM, double headingRad)
        {
            _drive.SetPose(xM, yM, headingRad);
        }

        public bool TrySense(double[] state)
        {
            if (!_drive.TrySensePlanar(state))
            {
                return false;
            }

            double headingRad = state[2];
            double sin;
            double cos;
            Trigonometry.SinCos(headingRad, out sin, out cos);
            state[0] += LookAheadM * cos;
            state[1] += LookAheadM * sin;
            state[2] = _drive.Point.VelocityXMS;
            state[3] = _drive.Point.VelocityYMS;
            state[4] = headingRad;
            return true;
        }

        public bool TryActuate(double[] input)
        {
            return _drive.TryActuatePoint(input);
        }

        public void Stop()
        {
            _drive.Stop();
        }
    }
}
