using System;

namespace MultiAgentEdge.Coupling
{
    // Which rows are negotiated, which rest, which wait; what the agents that are here make of them.
    public sealed partial class Negotiator
    {
        private void CountRows()
        {
            for (int r = 0; r < _rows; r++)
            {
                int present = 0;
                bool missing = false;
                for (int i = 0; i < _agents; i++)
                {
                    bool takes = _takes[(i * _rows) + r];
                    present += takes && !_away[i] ? 1 : 0;
                    missing |= takes && _away[i];
                }

                _degree[r] = present;
                bool rested = _resting[r];
                _resting[r] = present == 0 || (missing && _problem.NeedsAll[r]);
                _sinceRest[r] = rested && !_resting[r] ? 0 : _sinceRest[r];
                for (int l = 0; l < _stages && _resting[r]; l++)
                {
                    Multipliers[(l * _rows) + r] = 0.0;
                    _previous[(l * _rows) + r] = 0.0;
                }
            }

            // A line search, momentum or slope from before belongs to another problem.
            if (_mixing != null)
                _mixing.Reset();
            _momentum = 1.0;
            _searching = false;
            _bestResidual = 1e300;
        }

        // Which rows wait for whom; true where everybody who is here has answered.
        private bool Listen()
        {
            bool isComplete = true;
            Array.Clear(_waiting, 0, _rows);
            for (int i = 0; i < _agents; i++)
            {
                bool isSilent = !_heard[i] && !_away[i];
                isComplete &= !isSilent;
                for (int r = 0; r < _rows && isSilent; r++)
                    _waiting[r] |= _takes[(i * _rows) + r];
                _heard[i] = false;
            }

            return isComplete;
        }

        // C x over the agents that are here.
        private void Couple()
        {
            Array.Clear(_coupled, 0, _count);
            for (int i = 0; i < _agents; i++)
            {
                if (_away[i])
                    continue;
                for (int l = 0; l < _stages; l++)
                {
                    for (int r = 0; r < _rows; r++)
                    {
                        if (!_resting[r])
                            _coupled[(l * _rows) + r] += RowValue(i, l, r);
                    }
                }
            }
        }

        private double RowValue(int agent, int stage, int row)
        {
            double[] m = _problem.M[agent];
            double[] outputs = _outputs[agent];
            double sum = 0.0;
            for (int o = 0; o < _outputCount; o++)
                sum += m[(row * _outputCount) + o] * outputs[(stage * _outputCount) + o];
            return sum;
        }
    }
}
