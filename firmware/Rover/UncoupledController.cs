namespace MultiAgentEdge.Firmware
{
    /// <summary>What the controllers of missions that negotiate nothing have in common: no plan, no price, no rounds.</summary>
    public abstract class UncoupledController
    {
        private readonly double[] _none = new double[0];

        public int CouplingCount
        {
            get { return 0; }
        }

        public int RoundsPerPeriod
        {
            get { return 0; }
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

        public void SetPrice(double[] price)
        {
        }

        public void ClearPrice()
        {
        }
    }
}
