namespace MultiAgentEdge.Mpc
{
    // Position and speed with one input: what every rover of the formation is. The loops unrolled, in the order of the general ones, so
    // with their bits; on an interpreter they cost a tenth. A sum starts from zero, which matters for the sign of a zero.
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
            // The zero that the sums start from is in the offset.
            double o0 = 0.0 + _p.Offset[0], o1 = 0.0 + _p.Offset[1];
            double x0 = states[0], x1 = states[1];
            bool one = _no == 1;
            double[] outputs = Outputs;
            double e0 = one ? _p.OutputMatrix[0] : 0.0, e1 = one ? _p.OutputMatrix[1] : 0.0;
            int at = 2;
            int stages = _stages;
            for (int l = 0; l < stages; l++)
            {
                double u = inputs[l];
                double next = ((a0 * x0) + (a1 * x1)) + (b0 * u) + o0;
                x1 = ((a2 * x0) + (a3 * x1)) + (b1 * u) + o1;
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
            double[] lower = _lower;
            double[] upper = _upper;
            double a0 = _p.A[0], a1 = _p.A[1], a2 = _p.A[2], a3 = _p.A[3];
            double o0 = 0.0 + _p.Offset[0], o1 = 0.0 + _p.Offset[1];
            double x0 = state[0], x1 = state[1];
            bool both = _boundedCount == 2;
            bool second = _boundedStates[0] == 1;
            int s0 = second ? 1 : 0;
            double low0 = _p.TightLower(s0), high0 = _p.TightUpper(s0);
            double low1 = both ? _p.TightLower(1) : 0.0, high1 = both ? _p.TightUpper(1) : 0.0;
            int stages = _stages;
            for (int l = 0; l < stages; l++)
            {
                double next = (a0 * x0) + (a1 * x1) + o0;
                x1 = (a2 * x0) + (a3 * x1) + o1;
                x0 = next;
                double free = second ? x1 : x0;
                lower[row] = low0 <= -MpcParameters.Unbounded ? low0 : low0 - free;
                upper[row] = high0 >= MpcParameters.Unbounded ? high0 : high0 - free;
                row++;
                if (both)
                {
                    lower[row] = low1 <= -MpcParameters.Unbounded ? low1 : low1 - x1;
                    upper[row] = high1 >= MpcParameters.Unbounded ? high1 : high1 - x1;
                    row++;
                }
            }
        }

        private double TwoStateObjective()
        {
            double[] states = States, inputs = Inputs, outputs = Outputs, data = _data;
            double[] weight = _p.StageStateWeight, linear = _p.StageStateLinear;
            double w0 = weight[0], w1 = weight[1], w2 = weight[2], w3 = weight[3];
            double q0 = linear[0], q1 = linear[1];
            double r0 = _p.StateReference[0], r1 = _p.StateReference[1];
            double inputWeight = _p.StageInputWeight[0], inputLinear = _p.StageInputLinear[0];
            double coupling = _isAlone ? 0.0 : _p.CouplingWeight[0];
            double gamma = _p.Discount;
            double sum = _p.ValueOffset;
            double discount = 1.0;
            double low0 = SoftLower(0), high0 = SoftUpper(0), soft0 = _p.StateSoftWeight[0];
            double low1 = SoftLower(1), high1 = SoftUpper(1), soft1 = _p.StateSoftWeight[1];
            int at = 0;
            int stages = _stages;
            for (int l = 0; l <= stages; l++)
            {
                double x0 = states[at], x1 = states[at + 1];
                at += 2;
                if (l == stages)
                {
                    weight = _p.TerminalWeight;
                    w0 = weight[0];
                    w1 = weight[1];
                    w2 = weight[2];
                    w3 = weight[3];
                    q0 = _p.TerminalLinear[0];
                    q1 = _p.TerminalLinear[1];
                }

                double d0 = x0 - r0, d1 = x1 - r1;
                double stage = (0.0 + (q0 * x0) + (q1 * x1)) + (d0 * w0 * d0) + (d0 * w1 * d1) + (d1 * w2 * d0) + (d1 * w3 * d1);
                if (l < stages)
                {
                    double u = inputs[l];
                    stage += (0.0 + (inputLinear * u)) + (u * (0.0 + (inputWeight * u)));
                }

                if (l > 0)
                {
                    double o = outputs[l - 1];
                    double penalty = x0 < low0 ? soft0 * (low0 - x0) : x0 > high0 ? soft0 * (x0 - high0) : 0.0;
                    if (x1 < low1)
                        penalty += soft1 * (low1 - x1);
                    else if (x1 > high1)
                        penalty += soft1 * (x1 - high1);
                    stage += (0.0 + (data[l + 1] * o)) + (0.5 * o * (0.0 + (coupling * o))) + penalty;
                }

                sum += discount * stage;
                discount *= gamma;
            }

            return sum;
        }

        // A hard bound costs nothing here: it holds, or the status says otherwise.
        private double SoftLower(int state)
        {
            return _p.StateSoftWeight[state] >= MpcParameters.Unbounded ? -MpcParameters.Unbounded : _p.TightLower(state);
        }

        private double SoftUpper(int state)
        {
            return _p.StateSoftWeight[state] >= MpcParameters.Unbounded ? MpcParameters.Unbounded : _p.TightUpper(state);
        }
    }
}
