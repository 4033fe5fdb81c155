using System;

namespace MultiAgentEdge.Mpc
{
    public sealed partial class MpcController
    {
        private bool _isAlone;
        private bool _needsOthers;

        /// <summary>
        /// Without its quadratic coupling term (ADMM's) an agent plans as if there were no others. That term would hold it to the plan it
        /// made before, so it would answer a whole plan late to where it is: an agent that drives without the others must not carry it.
        /// Factorises anew where that changes anything, so tell it once and not in every solve; the active set stays as warm start.
        /// Allocates nothing.
        /// </summary>
        /// <returns>False, and coupled as before, where the own cost has too little curvature to stand alone: see
        /// <see cref="CopyNeutralPrice"/>.</returns>
        public bool TryCouple(bool coupled)
        {
            if (coupled == !_isAlone)
                return true;
            if (!coupled && (_needsOthers || !_configured))
                return false;
            _isAlone = !coupled;
            if (!_configured || !HasCouplingWeight)
                return true;
            if (Rebuild())
                return true;
            _needsOthers = true;
            _isAlone = false;
            _configured = Rebuild();
            return false;
        }

        /// <summary>
        /// The price under which the coupling term pulls the agent nowhere but to the plan it has, moved on by one stage: for one that
        /// cannot drive without that term. Zero where the coupling weight is zero.
        /// </summary>
        /// <param name="into">N x no.</param>
        public void CopyNeutralPrice(double[] into)
        {
            for (int l = 0; l < _stages; l++)
            {
                int next = (l + 1 < _stages ? l + 1 : l) * _no;
                for (int i = 0; i < _no; i++)
                {
                    double sum = 0.0;
                    for (int j = 0; j < _no && _configured; j++)
                        sum += 0.5 * (_p.CouplingWeight[(i * _no) + j] + _p.CouplingWeight[(j * _no) + i]) * Outputs[next + j];
                    into[(l * _no) + i] = -sum;
                }
            }
        }

        private bool HasCouplingWeight
        {
            get
            {
                for (int i = 0; i < _no * _no; i++)
                {
                    if (_p.CouplingWeight[i] != 0.0)
                        return true;
                }

                return false;
            }
        }

        // Cost and factor; the rows are the same.
        private bool Rebuild()
        {
            _hasBounds = false;
            _solved = false;
            BuildCouplingPart();
            BuildStages();
            if (_qp.Setup(_variables, _rowCount, _hessian, _rows, _softWeight) != QpStatus.Solved)
                return false;
            if (_sensitivity != null)
                _sensitivity.Configure(_hessian, _response, _p.OutputMatrix, _nx, _no, _stages);
            return true;
        }
    }
}
