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
                int[] agents = _agentsOf[r];
                int present = 0;
                for (int k = 0; k < agents.Length; k++)
                    present += _away[agents[k]] ? 0 : 1;
                bool missing = present < agents.Length;

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
                for (int j = 0; j < _rowsOf[i].Length && isSilent; j++)
                    _waiting[_rowsOf[i][j]] = true;
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
                int[] rows = _rowsOf[i];
                for (int l = 0; l < _stages; l++)
                {
                    for (int j = 0; j < rows.Length; j++)
                    {
                        if (!_resting[rows[j]])
                            _coupled[(l * _rows) + rows[j]] += RowValue(i, l, rows[j]);
                    }
                }
            }
        }

        private static int[] RowsOf(CouplingProblem problem, int agent)
        {
            int[] rows = new int[problem.RowCount];
            int count = 0;
            for (int r = 0; r < problem.RowCount; r++)
            {
                if (problem.Takes(agent, r))
                    rows[count++] = r;
            }

            return First(rows, count);
        }

        private static int[] AgentsOf(CouplingProblem problem, int row)
        {
            int[] agents = new int[problem.AgentCount];
            int count = 0;
            for (int i = 0; i < problem.AgentCount; i++)
            {
                if (problem.Takes(i, row))
                    agents[count++] = i;
            }

            return First(agents, count);
        }

        private static int[] First(int[] numbers, int count)
        {
            int[] first = new int[count];
            Array.Copy(numbers, 0, first, 0, count);
            return first;
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
