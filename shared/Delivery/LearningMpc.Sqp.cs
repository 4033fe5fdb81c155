using System;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Delivery
{
    /// <summary>One candidate: a sequence of QPs in the inputs alone (condensed), linearised along the last trial.</summary>
    public sealed partial class LearningMpc
    {
        // Weight of the exact penalty on the terminal state: above the multipliers of every candidate worth reaching.
        private const double TerminalWeight = 1e4;

        // A linearised end that stays this far off (m, rad, m/s) will not be reached; the first linearisation gets more credit.
        private const double FirstGiveUp = 0.2;
        private const double GiveUp = 1e-3;

        // Aim below the bound: the QP sees the battery's quadratic from below.
        private const double BatteryMargin = 1e-10;

        private readonly double[] _states;  // (N + 1) x nx, the last rollout
        private readonly double[] _sin;     // N
        private readonly double[] _cos;     // N
        private readonly double[] _curvature; // N
        private readonly double[] _hessian; // 2N x 2N
        private readonly double[] _linear;  // 2N
        private readonly double[] _rows;    // rows x 2N: inputs, speeds, steering angles, terminal state, battery
        private readonly double[] _low;
        private readonly double[] _high;
        private readonly double[] _soft;
        private readonly QpSolver _qp;
        private int _rowsFor;
        private double _endBattery;
        private double _trialError;

        private int RowCount(int stages)
        {
            return ((_model.Kind == VehicleKind.Bicycle ? 4 : 3) * stages) + _nx + 1;
        }

        // _trial from the present plan to stored state m; false where that is not found in the budget.
        private bool TryReach(int m, double batteryLimit, double tolerance)
        {
            int r = Remaining;
            Array.Copy(_plan, 0, _trial, 0, 2 * r);
            double previous = 1e30;
            for (int iteration = 0; ; iteration++)
            {
                Rollout(_trial);
                _trialError = TerminalError(m);
                if (_trialError <= tolerance && _endBattery <= batteryLimit)
                {
                    return true;
                }

                double measure = _trialError + (_endBattery > batteryLimit ? _endBattery - batteryLimit : 0.0);
                bool stalls = iteration > 1 && measure > 0.5 * previous;
                if (stalls || iteration >= SqpLimit || Qps >= QpLimit)
                {
                    return false;
                }

                previous = measure;
                Prepare(r);
                Linearise(r);
                SetBounds(m, r, batteryLimit);
                Qps++;
                if (_qp.Setup(2 * r, RowCount(r), _hessian, _rows, _soft) != QpStatus.Solved
                    || _qp.Solve(_linear, _low, _high) != QpStatus.Solved)
                {
                    return false;
                }

                if (LinearError(r) > (iteration == 0 ? FirstGiveUp : GiveUp))
                {
                    return false;
                }

                for (int i = 0; i < 2 * r; i++)
                {
                    _trial[i] = Clamp(_trial[i] + _qp.X[i], i & 1);
                }
            }
        }

        // States and battery along some inputs, with the trigonometry that the linearisation needs again.
        private void Rollout(double[] inputs)
        {
            Array.Copy(_start, 0, _states, 0, _nx);
            _endBattery = _startBattery;
            for (int k = 0; k < Remaining; k++)
            {
                int at = k * _nx;
                _model.Step(_states, at, inputs, 2 * k, _states, at + _nx);
                _endBattery += _model.Depletion(_states[at + VehicleDynamics.Speed]);
                _sin[k] = _model.Sin;
                _cos[k] = _model.Cos;
                _curvature[k] = _model.Curvature;
            }
        }

        private double TerminalError(int m)
        {
            return Distance(_states, Remaining * _nx, m);
        }

        // Largest difference from stored state m (m, rad, m/s).
        private double Distance(double[] states, int at, int m)
        {
            double worst = 0.0;
            for (int i = 0; i < _nx; i++)
            {
                double error = Math.Abs(states[at + i] - _set.States[(m * _nx) + i]);
                worst = error > worst ? error : worst;
            }

            return worst;
        }

        // The rows that are the same for every trial: identity, and speed or steering angle as sums of inputs.
        private void Prepare(int r)
        {
            if (_rowsFor == r)
            {
                return;
            }

            _rowsFor = r;
            int n = 2 * r;
            Array.Clear(_rows, 0, _rows.Length);
            Array.Clear(_hessian, 0, _hessian.Length);
            Array.Clear(_soft, 0, _soft.Length);
            for (int i = 0; i < n; i++)
            {
                _hessian[(i * n) + i] = 1.0;
                _rows[(i * n) + i] = 1.0;
                _soft[i] = QpSolver.Unbounded;
            }

            int rows = RowCount(r);
            for (int i = n; i < rows - _nx - 1; i++)
            {
                // Speed first (odd inputs), then steering angle (even ones).
                int stage = r < 1 ? 0 : (i - n) % r;
                for (int k = 0; k <= stage; k++)
                {
                    _rows[(i * n) + (2 * k) + (i - n < r ? 1 : 0)] = _model.PeriodS;
                }

                _soft[i] = QpSolver.Unbounded;
            }

            for (int i = rows - _nx - 1; i < rows; i++)
            {
                _soft[i] = TerminalWeight;
            }
        }

        // Rows of the terminal state and the battery, each by one backward pass: d row / d u_k = T times the adjoint of what u_k drives.
        private void Linearise(int r)
        {
            int n = 2 * r;
            int first = RowCount(r) - _nx - 1;
            double period = _model.PeriodS;
            bool bicycle = _model.Kind == VehicleKind.Bicycle;
            for (int row = 0; row <= _nx; row++)
            {
                double x = row == 0 ? 1.0 : 0.0;
                double y = row == 1 ? 1.0 : 0.0;
                double heading = row == VehicleDynamics.Heading ? 1.0 : 0.0;
                double speed = row == VehicleDynamics.Speed ? 1.0 : 0.0;
                double steering = bicycle && row == VehicleDynamics.Steering ? 1.0 : 0.0;
                double drain = row == _nx ? 2.0 * period * _model.DrivePerS : 0.0;
                int at = (first + row) * n;
                for (int k = r - 1; k >= 0; k--)
                {
                    double v = _states[(k * _nx) + VehicleDynamics.Speed];
                    double curvature = _curvature[k];
                    _rows[at + (2 * k)] = period * (bicycle ? steering : heading);
                    _rows[at + (2 * k) + 1] = period * speed;
                    speed += (period * ((x * _cos[k]) + (y * _sin[k]) + (heading * curvature))) + (drain * v);
                    if (bicycle)
                    {
                        steering += period * heading * v * ((1.0 / _model.WheelbaseM) + (curvature * curvature * _model.WheelbaseM));
                    }

                    heading += period * v * ((y * _cos[k]) - (x * _sin[k]));
                }
            }
        }

        private void SetBounds(int m, int r, double batteryLimit)
        {
            for (int i = 0; i < 2 * r; i++)
            {
                _low[i] = _model.InputLower[i & 1] - _trial[i];
                _high[i] = _model.InputUpper[i & 1] - _trial[i];
            }

            int row = 2 * r;
            for (int k = 1; k <= r; k++)
            {
                double v = _states[(k * _nx) + VehicleDynamics.Speed];

                // A speed that wind has put outside its box is not made infeasible by it.
                _low[row] = v < 0.0 ? 0.0 : -v;
                _high[row] = v > _model.SpeedUpperMS ? 0.0 : _model.SpeedUpperMS - v;
                row++;
            }

            for (int k = 1; k <= r && _model.Kind == VehicleKind.Bicycle; k++)
            {
                double angle = _states[(k * _nx) + VehicleDynamics.Steering];
                _low[row] = angle < -_model.SteeringUpperRad ? 0.0 : -_model.SteeringUpperRad - angle;
                _high[row] = angle > _model.SteeringUpperRad ? 0.0 : _model.SteeringUpperRad - angle;
                row++;
            }

            for (int i = 0; i < _nx; i++)
            {
                double gap = _set.States[(m * _nx) + i] - _states[(r * _nx) + i];
                _low[row] = gap;
                _high[row] = gap;
                row++;
            }

            _low[row] = -QpSolver.Unbounded;
            _high[row] = batteryLimit >= QpSolver.Unbounded ? QpSolver.Unbounded : batteryLimit - BatteryMargin - _endBattery;
        }

        // How far the QP's own model of the end is from the target.
        private double LinearError(int r)
        {
            int n = 2 * r;
            int first = RowCount(r) - _nx - 1;
            double worst = 0.0;
            for (int row = first; row < first + _nx + 1; row++)
            {
                double value = Kernel.Dot(_rows, row * n, _qp.X, 0, n);
                double error = value > _high[row] ? value - _high[row] : _low[row] - value;
                worst = error > worst ? error : worst;
            }

            return worst;
        }

        // Spares the QPs of candidates that cannot be reached: the longest way with the speeds at both ends, the battery it costs at least,
        // the turn.
        private bool IsWithinReach(int m)
        {
            int at = m * _nx;
            double period = _model.PeriodS;
            double dx = _set.States[at] - _start[0];
            double dy = _set.States[at + 1] - _start[1];
            double distance = Math.Sqrt((dx * dx) + (dy * dy)) - 1e-6;
            double speed = _start[VehicleDynamics.Speed];
            double end = _set.States[at + VehicleDynamics.Speed];
            double up = period * _model.InputUpper[1];
            double down = -period * _model.InputLower[1];
            double turn = Math.Abs(_set.States[at + VehicleDynamics.Heading] - _start[VehicleDynamics.Heading]);
            int turning = _model.Kind == VehicleKind.Bicycle || BlendsTurns ? 0 : (int)((turn / (period * _model.InputUpper[0])) + 0.5);
            double reach = 0.0;
            for (int k = 0; k < Remaining - turning; k++)
            {
                double v = speed + (k * up);
                double late = end + ((Remaining - turning - k) * down);
                v = v > late ? late : v;
                reach += period * (v > _model.SpeedUpperMS ? _model.SpeedUpperMS : v);
            }

            double duration = Remaining * period;
            double battery = _startBattery + (duration * _model.HotelPerS)
                + (distance > 0.0 ? _model.DrivePerS * distance * distance / duration : 0.0);
            bool turns = _model.Kind == VehicleKind.Bicycle || turn <= (duration * _model.InputUpper[0]) + 1e-6;
            return distance <= reach && battery <= _set.Battery[m] && turns && end - speed <= (Remaining * up) + 1e-6
                && speed - end <= (Remaining * down) + 1e-6;
        }
    }
}
