using System;
using MultiAgentEdge.Delivery;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// The delivery mission in one process: a unicycle and a bicycle, each on an edge of its own, driven by the learning MPC again and
    /// again. The stored traversal is slow and random, so there is something to gain; a push now and then puts a rover off its plan.
    /// Parameters go through a parameter set as they do on a rover; rovers move as their controllers predict. Sine and cosine are the
    /// project's own.
    /// </summary>
    public sealed class SelfTestDelivery
    {
        private const int Periods = 48;
        private const int Ramp = 12;
        private const int Horizon = 10;
        private const int SetBytes = 4608;

        private readonly Xoshiro256 _random;
        private readonly BitFold _fold;
        private readonly DeliveryController[] _controllers = new DeliveryController[2];
        private readonly double[][] _starts = new double[2][];
        private readonly double[][] _states = new double[2][];
        private readonly double[] _next = new double[7];

        public SelfTestDelivery(Xoshiro256 random, BitFold fold)
        {
            _random = random;
            _fold = fold;
            byte[] blob = new byte[SetBytes];
            for (int i = 0; i < 2; i++)
            {
                VehicleDynamics dynamics = new VehicleDynamics(i == 0 ? VehicleKind.Unicycle : VehicleKind.Bicycle);
                EdgeSafeSet edge = Drive(dynamics);
                _controllers[i] = Load(dynamics, edge, blob, i == 0);
                _states[i] = new double[dynamics.StateCount + 2];
                _starts[i] = new double[dynamics.StateCount];
                Array.Copy(edge.States, 0, _starts[i], 0, dynamics.StateCount);
                Restart(i);
            }
        }

        /// <summary>One control period of both; who has arrived starts anew.</summary>
        public void Step()
        {
            for (int i = 0; i < 2; i++)
            {
                DeliveryController controller = _controllers[i];
                double[] state = _states[i];
                _fold.Add((uint)controller.Step(state));
                _fold.Add((uint)controller.Count);
                _fold.Add(controller.Input);
                _fold.Add(controller.Figure);
                controller.Predict(state, controller.Input, _next);
                Array.Copy(_next, 0, state, 0, state.Length);
                if (_random.NextInt32(8) == 0)
                {
                    state[0] += _random.NextUniform(-0.002, 0.002);
                    state[1] += _random.NextUniform(-0.002, 0.002);
                }

                _fold.Add(state);
                controller.BeginPeriod();
                if (controller.Figure == 0.0)
                {
                    Restart(i);
                }
            }
        }

        private void Restart(int i)
        {
            Array.Clear(_states[i], 0, _states[i].Length);
            Array.Copy(_starts[i], 0, _states[i], 0, _starts[i].Length);
            _controllers[i].Reset();
        }

        // Up to speed, along, to rest: every state is one that the vehicle has had.
        private EdgeSafeSet Drive(VehicleDynamics dynamics)
        {
            int nx = dynamics.StateCount;
            EdgeSafeSet edge = new EdgeSafeSet(nx, Periods);
            edge.Steps = Periods;
            edge.States[VehicleDynamics.Heading] = _random.NextUniform(-3.0, 3.0);
            for (int k = 0; k < Periods; k++)
            {
                double turn = _random.NextUniform(-0.3, 0.3);
                edge.Inputs[2 * k] = turn;
                edge.Inputs[(2 * k) + 1] = k < Ramp ? 0.25 : k < Periods - Ramp ? 0.0 : -0.25;
                dynamics.Step(edge.States, k * nx, edge.Inputs, 2 * k, edge.States, (k + 1) * nx);
                edge.Battery[k + 1] = edge.Battery[k] + dynamics.Depletion(edge.States[(k * nx) + VehicleDynamics.Speed]);
            }

            return edge;
        }

        private DeliveryController Load(VehicleDynamics dynamics, EdgeSafeSet edge, byte[] blob, bool blendsTurns)
        {
            int nx = dynamics.StateCount;
            double[] vehicle = new double[7];
            vehicle[0] = nx == 5 ? 1.0 : 0.0;
            vehicle[1] = dynamics.WheelbaseM;
            vehicle[2] = dynamics.SpeedUpperMS;
            vehicle[3] = dynamics.SteeringUpperRad;
            vehicle[4] = dynamics.HotelPerS;
            vehicle[5] = dynamics.DrivePerS;
            vehicle[6] = blendsTurns ? 1.0 : 0.0;
            ParameterSetBuilder builder = new ParameterSetBuilder(MissionKind.Delivery, 1, blob);
            bool built = builder.AddScalar(ParameterId.PeriodUs, 200000.0)
                && builder.AddScalar(ParameterId.Horizon, Horizon)
                && builder.Add(ParameterId.Vehicle, vehicle, vehicle.Length)
                && builder.Add(ParameterId.InputLower, dynamics.InputLower, 2)
                && builder.Add(ParameterId.InputUpper, dynamics.InputUpper, 2)
                && builder.Add(ParameterId.EdgeStates, edge.States, Periods + 1, nx)
                && builder.Add(ParameterId.EdgeInputs, edge.Inputs, Periods, 2)
                && builder.Add(ParameterId.EdgeBattery, edge.Battery, Periods + 1);
            ParameterSet set = new ParameterSet();
            if (!built || set.TryParse(blob, builder.Finish()) != ParameterStatus.Ok)
                throw new InvalidOperationException("The self-test's own delivery set was refused");
            DeliveryController controller = DeliveryController.TryCreate(set, new RoverOptions());
            if (controller == null)
                throw new InvalidOperationException("The self-test's own delivery controller was refused");
            _fold.Add(set.Crc);
            return controller;
        }
    }
}
