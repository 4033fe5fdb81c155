using System;
using MultiAgentEdge.Actor;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// A random actor 9-24-16-3 out of a parameter set: a normalised f32 layer, an i8 layer, a linear head (tanh comes from the board's own
    /// libm).
    /// </summary>
    public sealed class SelfTestActor
    {
        private const int Inputs = 9;
        private const int First = 24;
        private const int Second = 16;
        private const int Outputs = 3;
        private const int SetBytes = 4096;

        private readonly Xoshiro256 _random;
        private readonly BitFold _fold;
        private readonly ActorNetwork _network = new ActorNetwork(1024, 512, First);
        private readonly float[] _input = new float[Inputs];
        private readonly float[] _output = new float[Outputs];

        public SelfTestActor(Xoshiro256 random, BitFold fold)
        {
            _random = random;
            _fold = fold;
            byte[] blob = new byte[SetBytes];
            ParameterSetBuilder builder = new ParameterSetBuilder(MissionKind.Coverage, 1, blob);
            bool built = builder.Add(ParameterId.ActorLayers, new double[] { Inputs, First, Second, Outputs }, 4)
                && builder.AddScalar(ParameterId.ActorHead, 0.0)
                && builder.Add(ParameterId.ActorWeight(0), Random(First * Inputs), First, Inputs)
                && builder.Add(ParameterId.ActorBias(0), Random(First), First)
                && builder.Add(ParameterId.ActorLayerNorm(0), Random(2 * First), 2, First)
                && builder.Add(ParameterId.ActorWeight(1), RandomBytes(Second * First), Second, First)
                && builder.Add(ParameterId.ActorScale(1), new float[] { 0.01f }, 1)
                && builder.Add(ParameterId.ActorBias(1), Random(Second), Second)
                && builder.Add(ParameterId.ActorWeight(2), Random(Outputs * Second), Outputs, Second)
                && builder.Add(ParameterId.ActorBias(2), Random(Outputs), Outputs);
            ParameterSet set = new ParameterSet();
            if (!built || set.TryParse(blob, builder.Finish()) != ParameterStatus.Ok || _network.TryConfigure(set) != ActorStatus.Ok)
                throw new InvalidOperationException("The self-test's own actor was refused");
            _fold.Add(set.Crc);
        }

        /// <summary>One inference on random inputs.</summary>
        public void Infer()
        {
            for (int i = 0; i < Inputs; i++)
                _input[i] = (float)_random.NextUniform(-2.0, 2.0);
            ActorStatus status = _network.TryInfer(_input, _output);
            _fold.Add((uint)status);
            _fold.Add(_output);
        }

        private float[] Random(int count)
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
                values[i] = (float)_random.NextUniform(-1.0, 1.0);
            return values;
        }

        private sbyte[] RandomBytes(int count)
        {
            sbyte[] values = new sbyte[count];
            for (int i = 0; i < count; i++)
                values[i] = (sbyte)(_random.NextInt32(255) - 127);
            return values;
        }
    }
}
