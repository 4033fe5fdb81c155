using System;
#if NET
using System.Numerics;
#endif
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Actor
{
    /// <summary>
    /// Inference of a small multilayer perceptron: up to four layers z = W x + b; hidden layers may be normalised and go through ReLU; the
    /// head is linear, tanh or argmax. Weights are f32, or i8 with one scale for the layer. All arithmetic is float, in one fixed order, so
    /// that every machine gives the same bits (except through tanh). Layer normalisation (Ba et al. 2016): y = g (z - mean) / sqrt(var +
    /// 1e-5) + s over the layer's neurons. Memory: 4 bytes a float, 1 an i8 weight, 8 a neuron of the widest layer; taken with the first
    /// network and kept for the next that fits. Eight rows of weights at a time lie in eight arrays, so that one index serves all of them;
    /// on .NET each layer keeps its weights once more as <see cref="ActorVectors"/> reads them.
    /// </summary>
    public sealed partial class ActorNetwork
    {
        private const float NormEpsilon = 1e-5f;

        private const int TileRows = 8;

#if NET
        private static readonly int SpareRows = ActorVectors.RowsOfPass;
#else
        private const int SpareRows = TileRows;
#endif

        private readonly int _floatCapacity;
        private readonly int _int8Capacity;
        private readonly float[][] _tiles = new float[TileRows][];
        private readonly sbyte[][] _int8Tiles = new sbyte[TileRows][];
        private float[] _floats;
        private sbyte[] _bytes;
        private readonly ActorLayer[] _layers = new ActorLayer[ParameterId.ActorLayerLimit];
        private readonly double[] _sizes = new double[ParameterId.ActorLayerLimit + 1];
        private readonly float[] _scale = new float[1];
        private float[] _current;
        private float[] _following;
        private int _layerCount;

        /// <param name="floatCapacity">Room for f32 weights, biases and layer normalisation together.</param>
        /// <param name="int8Capacity">Room for i8 weights; 0 where none are used.</param>
        /// <param name="widthCapacity">Widest layer, the input included.</param>
        public ActorNetwork(int floatCapacity, int int8Capacity, int widthCapacity)
        {
            _floatCapacity = floatCapacity;
            _int8Capacity = int8Capacity;
            // The last tile of a layer may write some rows more than there are.
            _current = new float[widthCapacity + SpareRows];
            _following = new float[widthCapacity + SpareRows];
            for (int i = 0; i < _layers.Length; i++)
                _layers[i] = new ActorLayer();
        }

        /// <summary>A network just large enough for the one in a parameter set; null where the set holds no usable one.</summary>
        public static ActorNetwork TryCreate(ParameterSet set)
        {
            int floats = 0;
            int bytes = 0;
            int widest = 1;
            for (int k = 0; k < ParameterId.ActorLayerLimit; k++)
            {
                for (int part = 0; part < 4; part++)
                {
                    ushort id = (ushort)(ParameterId.ActorWeight(k) + part);
                    int entry = set.Find(id);
                    if (entry < 0)
                        continue;
                    if (set.TypeOf(entry) == ParameterType.I8)
                        bytes += set.Count(entry);
                    else
                        floats += set.Count(entry);
                }
            }

            int sizes = set.Find(ParameterId.ActorLayers);
            for (int i = 0; sizes >= 0 && i < set.Count(sizes); i++)
            {
                double size = set.GetDouble(sizes, i);
                if (size > widest && size <= 65535)
                    widest = (int)size;
            }

            ActorNetwork network = new ActorNetwork(floats, bytes, widest);
            return network.TryConfigure(set) == ActorStatus.Ok ? network : null;
        }

        public int InputCount
        {
            get { return _layerCount == 0 ? 0 : _layers[0].Inputs; }
        }

        public int OutputCount
        {
            get { return _layerCount == 0 ? 0 : _layers[_layerCount - 1].Outputs; }
        }

        public ActorHead Head { get; private set; }

        /// <summary>With the argmax head: what the last successful inference chose.</summary>
        public int Choice { get; private set; }

        /// <summary>Copies a network out of a parameter set. Refused: the network in use stays.</summary>
        public ActorStatus TryConfigure(ParameterSet set)
        {
            double head = -1;
            if (!set.TryGetScalar(ParameterId.ActorHead, ref head) || (head != 0 && head != 1 && head != 2))
                return ActorStatus.UnknownHead;
            int sizes = set.Find(ParameterId.ActorLayers);
            if (sizes < 0 || set.Rank(sizes) != 1 || set.Count(sizes) < 2 || set.Count(sizes) > _sizes.Length)
                return ActorStatus.BadLayers;
            int layers = set.Count(sizes) - 1;
            ActorStatus status = Check(set, sizes, layers);
            if (status != ActorStatus.Ok)
                return status;
            Head = (ActorHead)(byte)head;
            _layerCount = layers;
            Copy(set, sizes);
            return ActorStatus.Ok;
        }

        /// <summary>Runs the network.</summary>
        /// <param name="input">At least <see cref="InputCount"/> numbers.</param>
        /// <param name="output">At least <see cref="OutputCount"/> numbers; unchanged unless the result is Ok.</param>
        public ActorStatus TryInfer(float[] input, float[] output)
        {
            if (_layerCount == 0)
                return ActorStatus.NotConfigured;
            int count = _layers[0].Inputs;
            for (int i = 0; i < count; i++)
            {
                float value = input[i];
                if (float.IsNaN(value) || float.IsInfinity(value))
                    return ActorStatus.InputNotFinite;
                _current[i] = value;
            }

            for (int k = 0; k < _layerCount; k++)
            {
                ActorLayer layer = _layers[k];
                bool rectify = k < _layerCount - 1;
#if NET
                if (Vector.IsHardwareAccelerated)
                {
                    bool fused = layer.NormAt < 0;
                    if (!layer.Vectors.TryCompute(_current, _following, rectify && fused))
                        return ActorStatus.OutputNotFinite;
                    rectify = rectify && !fused;
                }
                else
#endif
                Multiply(layer);
                if (layer.NormAt >= 0)
                    Normalise(layer);
                if (rectify && !TryRectify(layer.Outputs))
                    return ActorStatus.OutputNotFinite;
                float[] swap = _current;
                _current = _following;
                _following = swap;
            }

            return Finish(output);
        }

        private void Multiply(ActorLayer layer)
        {
            int inputs = layer.Inputs;
            int tiled = TiledRows(layer.Outputs);
            int at = layer.TileAt;
            for (int row = 0; row < tiled; row += TileRows)
            {
                if (layer.IsQuantised)
                    FloatTile.ComputeQuantised(_int8Tiles, at, _current, inputs, _following, row);
                else
                    FloatTile.Compute(_tiles, at, _current, inputs, _following, row);
                at += inputs;
            }

            at = layer.WeightAt;
            for (int row = tiled; row < layer.Outputs; row++)
            {
                _following[row] = layer.IsQuantised
                    ? FloatDot.ComputeQuantised(_bytes, at, _current, inputs)
                    : FloatDot.Compute(_floats, at, _current, inputs);
                at += inputs;
            }

            int bias = layer.BiasAt;
            float[] floats = _floats;
            float[] sums = _following;
            int rows = layer.Outputs;
            if (layer.IsQuantised)
            {
                float scale = layer.Scale;
                for (int row = 0; row < rows; row++)
                {
                    float scaled = sums[row] * scale;
                    sums[row] = scaled + floats[bias + row];
                }
            }
            else
            {
                for (int row = 0; row < rows; row++)
                    sums[row] = sums[row] + floats[bias + row];
            }
        }

        private void Normalise(ActorLayer layer)
        {
            int n = layer.Outputs;
            float sum = 0f;
            for (int i = 0; i < n; i++)
                sum += _following[i];
            float mean = sum / n;
            float squares = 0f;
            for (int i = 0; i < n; i++)
            {
                float d = _following[i] - mean;
                squares += d * d;
            }

            float variance = (squares / n) + NormEpsilon;
            double root = Math.Sqrt(variance);
            float deviation = (float)root;
            for (int i = 0; i < n; i++)
            {
                float d = _following[i] - mean;
                _following[i] = (_floats[layer.NormAt + i] * (d / deviation)) + _floats[layer.NormAt + n + i];
            }
        }

        /// <summary>ReLU; false where a neuron is NaN or infinite, which ReLU could hide: its difference to itself is NaN.</summary>
        private bool TryRectify(int count)
        {
            float[] neurons = _following;
            float check = 0f;
            for (int i = 0; i < count; i++)
            {
                float value = neurons[i];
                check += value - value;
                if (value < 0f)
                    neurons[i] = 0f;
            }

            return !float.IsNaN(check);
        }

        private ActorStatus Finish(float[] output)
        {
            int count = OutputCount;
            int best = 0;
            for (int i = 0; i < count; i++)
            {
                float value = _current[i];
                if (float.IsNaN(value) || float.IsInfinity(value))
                    return ActorStatus.OutputNotFinite;
                if (value > _current[best])
                    best = i;
            }

            for (int i = 0; i < count; i++)
                output[i] = Head == ActorHead.Tanh ? (float)Math.Tanh(_current[i]) : _current[i];
            Choice = best;
            return ActorStatus.Ok;
        }
    }
}
