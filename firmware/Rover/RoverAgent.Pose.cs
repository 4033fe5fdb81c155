using MultiAgentEdge.Hardware;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Where trackers see this rover.</summary>
    public sealed partial class RoverAgent
    {
        private readonly PoseFrame _pose; // null: no tracker is heard
        private readonly FaultCounter _poseLost = new FaultCounter();
        private uint _posesRefused;
        private uint _poseFlags;
        private bool _saidTracked;

        /// <summary>Whether a tracker has placed or confirmed this rover since it was switched on.</summary>
        public bool IsTracked
        {
            get { return _hardware.Pose != null && _hardware.Pose.IsTracked; }
        }

        /// <summary>Standard deviation of its position, metres; 0 while no tracker sees it.</summary>
        public double PoseSigmaM
        {
            get { return _hardware.Pose == null ? 0.0 : _hardware.Pose.PoseSigmaM; }
        }

        private void OnPose(long now)
        {
            // A link's own time is nearer to the arrival than this poll, which may have waited for a solve.
            long arrivalUs = _message.ArrivalUs != 0 && now - _message.ArrivalUs >= 0 ? _message.ArrivalUs : now;
            double headingRad = (_pose.Flags & PoseFrame.HasHeading) != 0 ? _pose.HeadingRad : double.NaN;
            _hardware.Pose.TryTakePose(
                _pose.Source, _pose.StampUs, arrivalUs, _pose.XM, _pose.YM, headingRad, _pose.SigmaM, _pose.SigmaRad);
        }

        /// <summary>Once a period. Lost is only who drives in the plane, and was seen there before: without a tracker a rover counts its
        /// way as ever.</summary>
        private void JudgePose()
        {
            IPoseEstimate pose = _hardware.Pose;
            if (pose == null)
            {
                return;
            }

            IPlacedBody placed = _hardware.Body as IPlacedBody;
            _poseLost.Observe(placed != null && placed.CountsWay && pose.IsLost);
            uint refused = pose.PosesRefused;
            _poseFlags = refused != _posesRefused ? FaultFlags.PosesRefused : FaultFlags.None;
            _poseFlags |= pose.IsContradicted ? FaultFlags.PosesContradict : FaultFlags.None;
            _posesRefused = refused;
        }

        /// <summary>That a tracker sees it changes what a restart means: said as soon as it is so.</summary>
        private void SayTracked()
        {
            if (IsTracked != _saidTracked && _hardware.Link.IsConnected)
            {
                _saidTracked = !_saidTracked;
                _publisher.Info(_receiver, _name.Instance);
            }
        }
    }
}
