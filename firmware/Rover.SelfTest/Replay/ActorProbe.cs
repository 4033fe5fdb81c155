using MultiAgentEdge.Actor;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware.Replay
{
    /// <summary>An actor by itself, for counting what one inference costs.</summary>
    public sealed class ActorProbe
    {
        private readonly float[] _input;
        private readonly float[] _output;

        /// <param name="blob">A parameter set with an actor.</param>
        /// <param name="floats">Weights, biases and norms it may have.</param>
        /// <param name="int8s">Quantised weights it may have.</param>
        /// <param name="width">Widest layer, inputs included.</param>
        public ActorProbe(byte[] blob, int floats, int int8s, int width)
        {
            ParameterSet set = new ParameterSet();
            Network = new ActorNetwork(floats, int8s, width);
            IsReady = set.TryParse(blob, blob.Length) == ParameterStatus.Ok && Network.TryConfigure(set) == ActorStatus.Ok;
            _input = new float[Network.InputCount];
            _output = new float[Network.OutputCount];
        }

        public ActorNetwork Network { get; private set; }

        public bool IsReady { get; private set; }

        public bool Infer()
        {
            for (int i = 0; i < _input.Length; i++)
                _input[i] = (i % 2 == 0 ? 0.1f : -0.1f) * (i + 1);
            return Network.TryInfer(_input, _output) == ActorStatus.Ok;
        }
    }
}
