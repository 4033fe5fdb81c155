using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    public sealed partial class MpcController
    {
        /// <summary>
        /// Value (8a) of the present plan: stage and terminal costs, price, coupling weight, soft penalties, value offset. Summed anew
        /// along the prediction at every call, so ask once. Zero before the first Configure.
        /// </summary>
        public double Objective
        {
            get
            {
                if (_p == null)
                    return 0.0;
                if (HasTwoStates && _no == 1)
                    return TwoStateObjective();
                double sum = _p.ValueOffset;
                double discount = 1.0;
                for (int l = 0; l <= _stages; l++)
                {
                    bool last = l == _stages;
                    double stage = StateCost(
                        l, last ? _p.TerminalWeight : _p.StageStateWeight, last ? _p.TerminalLinear : _p.StageStateLinear);
                    if (!last)
                        stage += InputCost(l);
                    if (l > 0)
                        stage += CouplingCost(l - 1) + Penalty(l);
                    sum += discount * stage;
                    discount *= _p.Discount;
                }

                return sum;
            }
        }

        private double StateCost(int l, double[] weight, double[] linear)
        {
            int at = l * _nx;
            double sum = Kernel.Dot(linear, 0, States, at, _nx);
            for (int i = 0; i < _nx; i++)
            {
                for (int j = 0; j < _nx; j++)
                    sum += (States[at + i] - _p.StateReference[i]) * weight[(i * _nx) + j] * (States[at + j] - _p.StateReference[j]);
            }

            return sum;
        }

        private double InputCost(int l)
        {
            int at = l * _nu;
            double sum = Kernel.Dot(_p.StageInputLinear, 0, Inputs, at, _nu);
            for (int i = 0; i < _nu; i++)
                sum += Inputs[at + i] * Kernel.Dot(_p.StageInputWeight, i * _nu, Inputs, at, _nu);
            return sum;
        }

        private double CouplingCost(int stage)
        {
            int at = stage * _no;
            double sum = Kernel.Dot(_data, _nx + at, Outputs, at, _no);
            for (int i = 0; i < _no; i++)
                sum += (_isAlone ? 0.0 : 0.5) * Outputs[at + i] * Kernel.Dot(_p.CouplingWeight, i * _no, Outputs, at, _no);
            return sum;
        }

        // A hard bound costs nothing here: it holds, or the status says otherwise.
        private double Penalty(int l)
        {
            double sum = 0.0;
            for (int k = 0; k < _boundedCount; k++)
            {
                int s = _boundedStates[k];
                double x = States[(l * _nx) + s];
                double below = _p.TightLower(s) - x;
                double above = x - _p.TightUpper(s);
                if (_p.StateSoftWeight[s] >= MpcParameters.Unbounded)
                    continue;
                if (below > 0.0)
                    sum += _p.StateSoftWeight[s] * below;
                if (above > 0.0)
                    sum += _p.StateSoftWeight[s] * above;
            }

            return sum;
        }
    }
}
