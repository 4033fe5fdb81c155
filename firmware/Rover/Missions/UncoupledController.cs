using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>What the controllers of missions that negotiate nothing have in common: no plan, no price, no rounds.</summary>
    public abstract class UncoupledController : IPlacingController
    {
        private readonly double[] _none = new double[0];

        /// <inheritdoc cref="IPlacingController.StartPose"/>
        public double[] StartPose { get; private set; }

        public int CouplingCount
        {
            get { return 0; }
        }

        public int RoundsPerPeriod
        {
            get { return 0; }
        }

        public bool LeavesBounds
        {
            get { return false; }
        }

        public double[] Plan
        {
            get { return _none; }
        }

        public double[] Sensitivity
        {
            get { return null; }
        }

        public double[] Price
        {
            get { return _none; }
        }

        public void LimitReach(double[] applied, double ratePerPeriod, double share)
        {
        }

        public bool IsJustified(double[] price)
        {
            return true;
        }

        public void SetPrice(double[] price)
        {
        }

        public void ClearPrice()
        {
        }

        /// <summary>False where the set has a start pose that is none.</summary>
        protected bool TryTakeStartPose(ParameterSet set)
        {
            double[] pose = new double[3];
            if (set.TryCopy(ParameterId.StartPose, pose, 3))
            {
                StartPose = pose;
            }

            return StartPose != null || set.Find(ParameterId.StartPose) < 0;
        }
    }
}
