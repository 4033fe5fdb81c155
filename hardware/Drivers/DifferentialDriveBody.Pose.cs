using MultiAgentEdge.Estimation;

namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>Where the rover is, as trackers tell it.</summary>
    public sealed partial class DifferentialDriveBody
    {
        /// <summary>Poses in a row that contradict before somebody is told: a wild one now and then is every tracker's.</summary>
        private const int ContradictionPoses = 5;

        /// <summary>The last rate that its wheel loop has read of its inertial sensor.</summary>
        public bool TryReadYawRate(ref double yawRateRadS)
        {
            lock (_gate)
            {
                double rate = _odometry.SensedYawRateRadS;
                if (double.IsNaN(rate))
                {
                    return false;
                }

                yawRateRadS = rate;
                return true;
            }
        }

        /// <inheritdoc cref="IPoseEstimate.IsTracked"/>
        public bool IsTracked
        {
            get { return _odometry.Filter != null && _odometry.Filter.IsTracked; }
        }

        /// <inheritdoc cref="IPoseEstimate.IsLost"/>
        public bool IsLost
        {
            get
            {
                lock (_gate)
                {
                    return IsTracked && _odometry.Filter.IsLost;
                }
            }
        }

        /// <inheritdoc cref="IPoseEstimate.IsContradicted"/>
        public bool IsContradicted
        {
            get
            {
                lock (_gate)
                {
                    PoseFilter filter = _odometry.Filter;
                    return filter != null
                        && (filter.GatedInRow >= ContradictionPoses || filter.OthersDisagree >= ContradictionPoses);
                }
            }
        }

        /// <inheritdoc cref="IPoseEstimate.PosesRefused"/>
        public uint PosesRefused
        {
            get { return _odometry.Filter == null ? 0 : _odometry.Filter.Refused; }
        }

        /// <inheritdoc cref="IPoseEstimate.PoseSigmaM"/>
        public double PoseSigmaM
        {
            get
            {
                lock (_gate)
                {
                    return _odometry.UsesFilter && _odometry.Filter.IsPlaced ? _odometry.Filter.SigmaM : 0.0;
                }
            }
        }

        /// <inheritdoc cref="IPoseEstimate.TryTakePose"/>
        public bool TryTakePose(
            int source, long stampUs, long arrivalUs, double xM, double yM, double headingRad, double sigmaM, double sigmaRad)
        {
            lock (_gate)
            {
                if (_odometry.Filter == null)
                {
                    return false;
                }

                PoseStatus status = _odometry.Filter.Measure(stampUs, arrivalUs, xM, yM, headingRad, sigmaM, sigmaRad, source);
                return status == PoseStatus.Taken || status == PoseStatus.Placed;
            }
        }
    }
}
