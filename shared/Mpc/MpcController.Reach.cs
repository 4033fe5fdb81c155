using System;

namespace MultiAgentEdge.Mpc
{
    public sealed partial class MpcController
    {
        private readonly double[] _applied; // nu, the input of now
        private readonly int _rateRows;     // rows after all others: an input minus the one of the stage before
        private bool _hasRates;
        private double _rate;
        private double _share = 1.0;
        private bool _reaches;

        /// <summary>
        /// Tells what will be done with the inputs: no change by more than a rate from one stage to the next, and no more than a share of
        /// the box. A plan that counts on braking harder than that would overshoot. Holds until it is told otherwise; the first rate sets
        /// the solver up anew.
        /// </summary>
        /// <param name="applied">The input of now, nu; finite.</param>
        /// <param name="ratePerStage">0 or more; 1e30 or more: any.</param>
        /// <param name="share">Of the box, in (0, 1].</param>
        public void LimitReach(double[] applied, double ratePerStage, double share)
        {
            bool reaches = ratePerStage < MpcParameters.Unbounded || share < 1.0;
            if (!reaches && !_reaches)
                return;
            Array.Copy(applied, 0, _applied, 0, _nu);
            _rate = ratePerStage;
            _share = share;
            _hasBounds = false;
            if (ratePerStage < MpcParameters.Unbounded && _rateRows > 0 && _configured)
                BoundRates();
            // Once more with the whole box, where it is whole again.
            if (!reaches)
                BoundReach();
            _reaches = reaches;
        }

        /// <summary>To be called where the boxes of inputs and states in the parameters have moved, which is all of them that may change
        /// between two Configure.</summary>
        public void TakeBoxes()
        {
            _hasBounds = false;
        }

        /// <summary>Whether the prediction of the last solve is outside of a bound, tightened or not, at any stage from 1 on.</summary>
        public bool LeavesBounds
        {
            get
            {
                const double tolerance = 1e-6;
                for (int k = 0; k < _boundedCount; k++)
                {
                    int s = _boundedStates[k];
                    double low = _p.TightLower(s) - tolerance;
                    double high = _p.TightUpper(s) + tolerance;
                    for (int at = _nx + s; at < States.Length; at += _nx)
                    {
                        if (States[at] < low || States[at] > high)
                            return true;
                    }
                }

                return false;
            }
        }

        private void BoundRates()
        {
            int first = _hasRates ? _rowCount - _rateRows : _rowCount;
            for (int k = 0; k < _rateRows; k++)
            {
                int row = first + k;
                _lower[row] = -_rate;
                _upper[row] = _rate;
                if (_hasRates)
                    continue;
                Array.Clear(_rows, row * _variables, _variables);
                _rows[(row * _variables) + k] = -1.0;
                _rows[(row * _variables) + k + _nu] = 1.0;
                _softWeight[row] = MpcParameters.Unbounded;
            }

            if (_hasRates)
                return;
            _hasRates = true;
            _rowCount += _rateRows;
            _qp.Setup(_variables, _rowCount, _hessian, _rows, _softWeight);
        }

        private void BoundReach()
        {
            for (int l = 0, row = 0; l < _stages; l++)
            {
                double reach = (l + 1) * _rate;
                for (int j = 0; j < _nu; j++)
                {
                    double now = Boxed(_applied[j], j);
                    double low = now - reach;
                    double high = now + reach;
                    double least = _share * _p.InputLower[j];
                    double most = _share * _p.InputUpper[j];

                    // An input beyond the share comes back at the rate.
                    _lower[row] = low > most ? low : low > least ? low : high < least ? high : least;
                    _upper[row] = high < least ? high : high < most ? high : low > most ? low : most;
                    row++;
                }
            }
        }
    }
}
