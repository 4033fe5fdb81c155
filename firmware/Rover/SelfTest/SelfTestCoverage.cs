using System;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// A coverage mission in one process: four rovers with the same random actor, one of them on wheels, that see each other within a range
    /// and remember who left it. The parameters go through a parameter set as they do on a rover; rovers move as their controllers predict.
    /// </summary>
    public sealed class SelfTestCoverage
    {
        private const int Agents = 4;
        private const int Shown = 2;
        private const int Inputs = 4 + (2 * 3) + (2 * Shown) + 1;
        private const int Hidden = 12;
        private const int Actions = 5;
        private const int SetBytes = 4096;

        private readonly Xoshiro256 _random;
        private readonly BitFold _fold;
        private readonly CoverageController[] _controllers = new CoverageController[Agents];
        private readonly double[][] _states = new double[Agents][];
        private readonly double[] _next = new double[6];
        private readonly double[] _position = new double[2];
        private uint _tick = 1;

        public SelfTestCoverage(Xoshiro256 random, BitFold fold)
        {
            _random = random;
            _fold = fold;
            float[] first = Random(Hidden * Inputs);
            float[] last = Random(Actions * Hidden);
            double[] landmarks = new double[8];
            for (int i = 0; i < landmarks.Length; i++)
                landmarks[i] = random.NextUniform(-1.0, 1.0);
            for (int i = 0; i < Agents; i++)
            {
                _controllers[i] = Load(first, last, landmarks, i == Agents - 1);
                _states[i] = new double[_controllers[i].StateCount];
                _states[i][0] = random.NextUniform(-1.0, 1.0);
                _states[i][1] = random.NextUniform(-1.0, 1.0);
            }
        }

        /// <summary>One control period: everybody looks, decides and moves.</summary>
        public void Step()
        {
            for (int i = 0; i < Agents; i++)
                Look(i);
            for (int i = 0; i < Agents; i++)
            {
                _controllers[i].SetTick(_tick);
                _fold.Add((uint)_controllers[i].Step(_states[i]));
                _fold.Add(_controllers[i].Input);
                _fold.Add(_controllers[i].Figure);
            }

            for (int i = 0; i < Agents; i++)
            {
                double[] state = _states[i];
                _controllers[i].Predict(state, _controllers[i].Input, _next);
                for (int k = 0; k < state.Length; k++)
                    state[k] = _next[k];

                // A push now and then keeps them from coming to rest.
                state[3] += _random.NextUniform(-0.2, 0.2);
                _fold.Add(state);
            }

            _tick++;
        }

        private void Look(int self)
        {
            for (int j = 0; j < Agents; j++)
            {
                if (j == self)
                    continue;
                _controllers[j].Locate(_states[j], _position);
                _controllers[self].Scope.Set(j, _position[0], _position[1]);
            }
        }

        private CoverageController Load(float[] first, float[] last, double[] landmarks, bool hasWheels)
        {
            byte[] blob = new byte[SetBytes];
            ParameterSetBuilder builder = new ParameterSetBuilder(MissionKind.Coverage, 1, blob);
            bool built = builder.Add(ParameterId.ActorLayers, new double[] { Inputs, Hidden, Actions }, 3)
                && builder.AddScalar(ParameterId.ActorHead, 2.0)
                && builder.Add(ParameterId.ActorWeight(0), first, Hidden, Inputs)
                && builder.Add(ParameterId.ActorBias(0), new float[Hidden], Hidden)
                && builder.Add(ParameterId.ActorWeight(1), last, Actions, Hidden)
                && builder.Add(ParameterId.ActorBias(1), new float[Actions], Actions)
                && builder.Add(ParameterId.Landmarks, landmarks, landmarks.Length / 2, 2)
                && builder.AddScalar(ParameterId.ObservedLandmarks, 3.0)
                && builder.AddScalar(ParameterId.ObservedOthers, Shown)
                && builder.AddScalar(ParameterId.EpisodePeriods, 25.0)
                && builder.AddScalar(ParameterId.ObservationRange, 0.6)
                && builder.AddScalar(ParameterId.ObservationMemory, 1.0)
                && builder.Add(ParameterId.AbsentOther, new double[] { 0.0, 3.0, 3.0 }, 3)
                && builder.Add(ParameterId.ActionTable, new double[] { 0.0, 0.0, 5.0, 0.0, -5.0, 0.0, 0.0, 5.0, 0.0, -5.0 }, Actions, 2)
                && builder.AddScalar(ParameterId.Damping, 0.25)
                && builder.AddScalar(ParameterId.PeriodUs, 100000.0)
                && (!hasWheels || builder.Add(ParameterId.TrackingLaw, new double[] { 0.08, 0.8, 6.0, 1.5 }, 4));
            ParameterSet set = new ParameterSet();
            if (!built || set.TryParse(blob, builder.Finish()) != ParameterStatus.Ok)
                throw new InvalidOperationException("The self-test's own coverage set was refused");
            CoverageController controller = CoverageController.TryCreate(set, new RoverOptions());
            if (controller == null)
                throw new InvalidOperationException("The self-test's own coverage controller was refused");
            controller.Reset();
            _fold.Add(set.Crc);
            return controller;
        }

        private float[] Random(int count)
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
                values[i] = (float)_random.NextUniform(-0.5, 0.5);
            return values;
        }
    }
}
