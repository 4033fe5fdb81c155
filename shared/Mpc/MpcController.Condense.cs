using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    public sealed partial class MpcController
    {
        // (S nx) x (N nu): d x_l / d u, the last S stages; all N where a sensitivity needs them, else 2
        private readonly double[] _response;
        private readonly int _keptStages;        // S
        private readonly double[] _hessian;      // (N nu) x (N nu)
        private readonly double[] _linearMap;    // (N nu) x (nx + N no): f = map [state; price] + offset
        private readonly double[] _linearOffset; // N nu
        private readonly double[] _rows;         // m x (N nu): inputs first, then bounded states stage by stage
        private readonly double[] _softWeight;   // m
        private readonly int[] _boundedStates;   // states with a finite bound
        private readonly double[] _weight;       // nx x nx, gamma^l (Q + Q' + coupling) of the stage at hand
        private readonly double[] _couplingPart; // nx x nx, E' (W + W') E / 2
        private readonly double[] _weighted;     // nx x (N nu), W G_l
        private readonly double[] _power;        // nx x nx, A^l
        private readonly double[] _powerNext;    // nx x nx
        private int _boundedCount;
        private int _rowCount;
        private bool _solved;

        /// <summary>
        /// Takes new parameters: condenses and factorises. They are kept, not copied: they must not change before the next Configure
        /// (but for the boxes: <see cref="TakeBoxes"/>).
        /// Sizes must be those of the constructor. The active set stays as warm start where the same states are bounded; the fallback plan
        /// stays.
        /// </summary>
        /// <returns>Solved when ready; InvalidData where <see cref="MpcParameters.IsValid"/> is false or a weight is not positive
        /// semidefinite.</returns>
        public QpStatus Configure(MpcParameters parameters)
        {
            if (parameters.StateCount != _nx || parameters.InputCount != _nu || parameters.OutputCount != _no
                || parameters.Horizon != _stages)
                throw new ArgumentException("MpcController.Configure: sizes differ from those of the constructor");
            _configured = false;
            _hasBounds = false;
            _solved = false;
            _p = parameters;
            _isAlone = false;
            _needsOthers = false;
            if (!parameters.IsValid() || parameters.BoundedStates > _boundedLimit)
                return QpStatus.InvalidData;
            BuildInputRows();
            _configured = Rebuild();
            return _configured ? QpStatus.Solved : QpStatus.InvalidData;
        }

        // Where row i of G_{l+1} stands.
        private int ResponseRow(int l, int i)
        {
            return _keptStages < 1 ? 0 : (((l % _keptStages) * _nx) + i) * _variables;
        }

        // G_l = A G_{l-1}, with B at the newest input.
        private void AddResponse(int l)
        {
            Array.Clear(_response, ResponseRow(l, 0), _nx * _variables);
            for (int i = 0; i < _nx; i++)
            {
                int row = ResponseRow(l, i);
                for (int k = 0; k < _nx && l > 0; k++)
                    Kernel.Axpy(_p.A[(i * _nx) + k], _response, ResponseRow(l - 1, k), _response, row, l * _nu);
                Array.Copy(_p.B, i * _nu, _response, row + (l * _nu), _nu);
            }
        }

        private void BuildCouplingPart()
        {
            Array.Clear(_couplingPart, 0, _couplingPart.Length);
            for (int i = 0; i < _no && !_isAlone; i++)
            {
                for (int j = 0; j < _no; j++)
                {
                    double w = 0.5 * (_p.CouplingWeight[(i * _no) + j] + _p.CouplingWeight[(j * _no) + i]);
                    for (int k = 0; k < _nx; k++)
                        Kernel.Axpy(w * _p.OutputMatrix[(i * _nx) + k], _p.OutputMatrix, j * _nx, _couplingPart, k * _nx, _nx);
                }
            }
        }

        // Second derivative of the stage's cost in its state; Q is symmetrised, as x'Qx sees only its symmetric part.
        private void SetStageWeight(double[] q, double discount)
        {
            for (int i = 0; i < _nx; i++)
            {
                for (int j = 0; j < _nx; j++)
                    _weight[(i * _nx) + j] = discount * (q[(i * _nx) + j] + q[(j * _nx) + i] + _couplingPart[(i * _nx) + j]);
            }
        }

        // Stage by stage: none needs the response of another but the one before.
        private void BuildStages()
        {
            Array.Clear(_hessian, 0, _hessian.Length);
            Array.Clear(_linearMap, 0, _linearMap.Length);
            Array.Clear(_free, 0, _nx);
            double discount = 1.0;
            for (int l = 0; l < _stages; l++)
            {
                AddResponse(l);
                AddInputCost(l, discount);
                discount *= _p.Discount;
                bool last = l == _stages - 1;
                SetStageWeight(last ? _p.TerminalWeight : _p.StageStateWeight, discount);
                AddHessian(l);
                AddFreeResponse(l);
                AddLinear(l, discount, last);
                AddStateRows(l, discount);
            }
        }

        private void AddInputCost(int l, double discount)
        {
            for (int i = 0; i < _nu; i++)
            {
                int at = (l * _nu) + i;
                _linearOffset[at] = discount * _p.StageInputLinear[i];
                for (int j = 0; j < _nu; j++)
                {
                    double r = _p.StageInputWeight[(i * _nu) + j] + _p.StageInputWeight[(j * _nu) + i];
                    _hessian[(at * _variables) + (l * _nu) + j] += discount * r;
                }
            }
        }

        // H += G_l' W G_l; the upper triangle is computed and mirrored, so that H is symmetric to the bit.
        private void AddHessian(int l)
        {
            int used = (l + 1) * _nu;
            for (int i = 0; i < _nx; i++)
            {
                Array.Clear(_weighted, i * _variables, _variables);
                for (int k = 0; k < _nx; k++)
                    Kernel.Axpy(_weight[(i * _nx) + k], _response, ResponseRow(l, k), _weighted, i * _variables, used);
            }

            for (int c = 0; c < used; c++)
            {
                for (int i = 0; i < _nx; i++)
                {
                    double g = _response[ResponseRow(l, i) + c];
                    Kernel.Axpy(g, _weighted, (i * _variables) + c, _hessian, (c * _variables) + c, used - c);
                }
            }

            for (int c = 0; c < used && l == _stages - 1; c++)
            {
                for (int d = 0; d < c; d++)
                    _hessian[(c * _variables) + d] = _hessian[(d * _variables) + c];
            }
        }

        // f += (W G_l)' A^l x_0, one column of the map a state.
        private void AddFreeResponse(int l)
        {
            for (int i = 0; i < _nx; i++)
            {
                Array.Clear(_powerNext, i * _nx, _nx);
                if (l == 0)
                    Array.Copy(_p.A, i * _nx, _powerNext, i * _nx, _nx);
                for (int k = 0; k < _nx && l > 0; k++)
                    Kernel.Axpy(_p.A[(i * _nx) + k], _power, k * _nx, _powerNext, i * _nx, _nx);
            }

            Array.Copy(_powerNext, 0, _power, 0, _nx * _nx);
            for (int z = 0; z < (l + 1) * _nu; z++)
            {
                for (int i = 0; i < _nx; i++)
                    Kernel.Axpy(_weighted[(i * _variables) + z], _power, i * _nx, _linearMap, z * _dataCount, _nx);
            }
        }

        // f += G_l' (W x_offset - 2 gamma^l Q r + gamma^l q), and the columns of the stage's price: gamma^l G_l' E'.
        private void AddLinear(int l, double discount, bool last)
        {
            double[] q = last ? _p.TerminalWeight : _p.StageStateWeight;
            double[] linear = last ? _p.TerminalLinear : _p.StageStateLinear;
            for (int i = 0; i < _nx; i++)
                _freeNext[i] = Kernel.Dot(_p.A, i * _nx, _free, 0, _nx) + _p.Offset[i];
            Array.Copy(_freeNext, 0, _free, 0, _nx);
            for (int i = 0; i < _nx; i++)
            {
                double gradient = Kernel.Dot(_weight, i * _nx, _free, 0, _nx) + (discount * linear[i]);
                for (int j = 0; j < _nx; j++)
                    gradient -= discount * (q[(i * _nx) + j] + q[(j * _nx) + i]) * _p.StateReference[j];
                int row = ResponseRow(l, i);
                Kernel.Axpy(gradient, _response, row, _linearOffset, 0, (l + 1) * _nu);
                for (int o = 0; o < _no; o++)
                {
                    double e = discount * _p.OutputMatrix[(o * _nx) + i];
                    int column = _nx + (l * _no) + o;
                    for (int z = 0; z < (l + 1) * _nu && e != 0.0; z++)
                        _linearMap[(z * _dataCount) + column] += e * _response[row + z];
                }
            }
        }

        private void BuildInputRows()
        {
            Array.Clear(_rows, 0, _rows.Length);
            for (int i = 0, j = 0; i < _variables; i++)
            {
                _rows[(i * _variables) + i] = 1.0;
                _softWeight[i] = MpcParameters.Unbounded;
                _lower[i] = _p.InputLower[j];
                _upper[i] = _p.InputUpper[j];
                j = j + 1 == _nu ? 0 : j + 1;
            }

            _boundedCount = 0;
            for (int i = 0; i < _nx; i++)
            {
                bool free = _p.StateLower[i] <= -MpcParameters.Unbounded && _p.StateUpper[i] >= MpcParameters.Unbounded;
                if (!free)
                    _boundedStates[_boundedCount++] = i;
            }

            _rowCount = _variables + (_stages * _boundedCount);
            _hasRates = false;
        }

        private void AddStateRows(int l, double discount)
        {
            for (int k = 0; k < _boundedCount; k++)
            {
                int s = _boundedStates[k];
                int row = _variables + (l * _boundedCount) + k;
                double weight = _p.StateSoftWeight[s];
                Array.Copy(_response, ResponseRow(l, s), _rows, row * _variables, _variables);
                _softWeight[row] = weight >= MpcParameters.Unbounded ? weight : discount * weight;
            }
        }
    }
}
