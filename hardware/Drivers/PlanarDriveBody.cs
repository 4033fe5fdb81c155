namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// A two-wheeled rover in the plane, in the coordinates of the missions that drive there: state [x m, y m, heading rad, speed m/s,
    /// battery used, time s], input [yaw rate rad/s, acceleration m/s^2]. The same wheels, loops and checks as
    /// <see cref="DifferentialDriveBody"/>, seen otherwise.
    /// </summary>
    public sealed class PlanarDriveBody : IPlacedBody
    {
        private readonly DifferentialDriveBody _drive;
        private readonly IBattery _battery;
        private readonly IClock _clock;
        private readonly double _fullV;
        private readonly double _emptyV;
        private long _startUs;

        /// <param name="drive">The wheels.</param>
        /// <param name="battery">May be null: none of it is ever used.</param>
        /// <param name="clock">Of the time in the state.</param>
        /// <param name="fullV">Voltage at which nothing is used.</param>
        /// <param name="emptyV">Voltage at which all is used, below <paramref name="fullV"/>.</param>
        public PlanarDriveBody(DifferentialDriveBody drive, IBattery battery, IClock clock, double fullV, double emptyV)
        {
            _drive = drive;
            _battery = battery;
            _clock = clock;
            _fullV = fullV;
            _emptyV = emptyV;
            _startUs = clock.NowUs;
        }

        public int StateCount
        {
            get { return 6; }
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

        /// <inheritdoc cref="IPlacedBody.SetPose"/>
        public void SetPose(double xM, double yM, double headingRad)
        {
            _startUs = _clock.NowUs;
            _drive.SetPose(xM, yM, headingRad);
        }

        public bool TrySense(double[] state)
        {
            if (!_drive.TrySensePlanar(state))
            {
                return false;
            }

            double volts = _fullV;
            bool read = _battery != null && _battery.TryReadVoltage(ref volts);
            double spanV = _fullV - _emptyV;
            double used = read && spanV > 0.0 ? (_fullV - volts) / spanV : 0.0;
            state[4] = used < 0.0 ? 0.0 : used;
            state[5] = (_clock.NowUs - _startUs) * 1e-6;
            return true;
        }

        public bool TryActuate(double[] input)
        {
            return _drive.TryActuatePlanar(input);
        }

        public void Stop()
        {
            _drive.Stop();
        }
    }
}
