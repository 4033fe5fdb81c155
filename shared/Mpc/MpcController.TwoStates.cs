namespace MultiAgentEdge.Mpc
{
    // Position and speed with one input: what every rover of the formation is. The loops unrolled, in the order of the general ones, so with
    // their bits; on an interpreter they cost a tenth. A sum starts from zero, which matters for the sign of a zero.
    public sealed partial class MpcController
    {
        private bool HasTwoStates
        {
            get { return _nx == 2 && _nu == 1; }
        }

        private void PredictTwoStates()
        {
            double[] states = States;
            double[] inputs = Inputs;
            double a0 = _p.A[0], a1 = _p.A[1], a2 = _p.A[2], a3 = _p.A[3];
            double b0 = _p.B[0], b1 = _p.B[1];
            double o0 = _p.Offset[0], o1 = _p.Offset[1];
            double x0 = states[0], x1 = states[1];
            bool one = _no == 1;
            double[] outputs = Outputs;
            double e0 = one ? _p.OutputMatrix[0] : 0.0, e1 = one ? _p.OutputMatrix[1] : 0.0;
            int at = 2;
            int stages = _stages;
            for (int l = 0; l < stages; l++)
            {
                double u = inputs[l];
                double next = (0.0 + (a0 * x0) + (a1 * x1)) + (0.0 + (b0 * u)) + o0;
                x1 = (0.0 + (a2 * x0) + (a3 * x1)) + (0.0 + (b1 * u)) + o1;
                x0 = next;
                states[at] = x0;
                states[at + 1] = x1;
                at += 2;
                if (one)
                    outputs[l] = 0.0 + (e0 * x0) + (e1 * x1);
            }

            for (int i = 0; i < _no && !one; i++)
            {
                e0 = _p.OutputMatrix[2 * i];
                e1 = _p.OutputMatrix[(2 * i) + 1];
                at = 2;
                for (int k = i; k < outputs.Length; k += _no)
                {
                    outputs[k] = 0.0 + (e0 * states[at]) + (e1 * states[at + 1]);
                    at += 2;
                }
            }
        }

        private void BoundTwoStates(double[] state, int row)
        {
            double a0 = _p.A[0], a1 = _p.A[1], a2 = _p.A[2], a3 = _p.A[3];
            double o0 = _p.Offset[0], o1 = _p.Offset[1];
            double x0 = state[0], x1 = state[1];
            bool both = _boundedCount == 2;
            bool second = _boundedStates[0] == 1;
            int s0 = second ? 1 : 0;
            double low0 = _p.TightLower(s0), high0 = _p.TightUpper(s0);
            double low1 = both ? _p.TightLower(1) : 0.0, high1 = both ? _p.TightUpper(1) : 0.0;
            for (int l = 0; l < _stages; l++)
            {
                double next = (0.0 + (a0 * x0) + (a1 * x1)) + o0;
                x1 = (0.0 + (a2 * x0) + (a3 * x1)) + o1;
                x0 = next;
                double free = second ? x1 : x0;
                _lower[row] = low0 <= -MpcParameters.Unbounded ? low0 : low0 - free;
                _upper[row] = high0 >= MpcParameters.Unbounded ? high0 : high0 - free;
                row++;
                if (both)
                {
                    _lower[row] = low1 <= -MpcParameters.Unbounded ? low1 : low1 - x1;
                    _upper[row] = high1 >= MpcParameters.Unbounded ? high1 : high1 - x1;
                    row++;
                }
            }
        }

        private double TwoStateCost(int at, double[] weight, double[] linear)
        {
            double x0 = States[at], x1 = States[at + 1];
            double d0 = x0 - _p.StateReference[0], d1 = x1 - _p.StateReference[1];
            return (0.0 + (linear[0] * x0) + (linear[1] * x1))
                + (d0 * weight[0] * d0) + (d0 * weight[1] * d1) + (d1 * weight[2] * d0) + (d1 * weight[3] * d1);
        }
    }
}
