#if NET
using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Actor
{
    /// <summary>
    /// One layer as a machine with vectors runs it; no board compiles it. A lane is a row, so every row's sums grow in the order of
    /// <see cref="FloatDot"/> and no vector is ever summed across. i8 weights are widened once: both types run the same code. References
    /// instead of spans, because checking every index costs a seventh of an inference (64-64 actor).
    /// </summary>
    internal sealed class ActorVectors
    {
        private Vector<float>[] _weights = Array.Empty<Vector<float>>(); // pass x column x 2
        private Vector<float>[] _biases = Array.Empty<Vector<float>>(); // pass x 2
        private int _inputs;
        private int _passes;
        private float _scale;

        /// <summary>Rows of one pass: two vectors, so that eight sums grow at once and none waits for itself. The last pass writes all its
        /// rows, needed or not.</summary>
        public static int RowsOfPass
        {
            get { return 2 * Vector<float>.Count; }
        }

        /// <summary>Copies layer <paramref name="k"/>, already checked, out of a set.</summary>
        public void Take(ParameterSet set, int k, ActorLayer layer)
        {
            int rows = RowsOfPass;
            _inputs = layer.Inputs;
            _passes = (layer.Outputs + rows - 1) / rows;
            _scale = layer.IsQuantised ? layer.Scale : 1f; // times one changes no bit
            if (_weights.Length < 2 * _passes * _inputs)
                _weights = new Vector<float>[2 * _passes * _inputs];
            if (_biases.Length < 2 * _passes)
                _biases = new Vector<float>[2 * _passes];
            Span<float> weights = MemoryMarshal.Cast<Vector<float>, float>(_weights);
            Span<float> biases = MemoryMarshal.Cast<Vector<float>, float>(_biases);
            weights.Clear();
            biases.Clear();
            int weight = set.Find(ParameterId.ActorWeight(k));
            int bias = set.Find(ParameterId.ActorBias(k));
            for (int row = 0; row < layer.Outputs; row++)
            {
                int first = (row / rows * rows * _inputs) + (row % rows);
                for (int i = 0; i < _inputs; i++)
                    weights[first + (i * rows)] = (float)set.GetDouble(weight, (row * _inputs) + i);
                biases[row] = (float)set.GetDouble(bias, row);
            }
        }

        /// <summary>y = W x + b, through ReLU where <paramref name="rectify"/>; false where a row is NaN or infinite, which ReLU could
        /// hide.</summary>
        public bool TryCompute(float[] x, float[] y, bool rectify)
        {
            Vector<float> floor = new Vector<float>(rectify ? 0f : float.NegativeInfinity);
            Vector<float> check = Vector<float>.Zero;
            ref Vector<float> w = ref MemoryMarshal.GetArrayDataReference(_weights);
            for (int pass = 0; pass < _passes; pass++)
            {
                ref float v = ref MemoryMarshal.GetReference(x.AsSpan(0, _inputs));
                Vector<float> a0 = default, b0 = default, c0 = default, d0 = default;
                Vector<float> a1 = default, b1 = default, c1 = default, d1 = default;
                int left = _inputs;
                for (; left >= 4; left -= 4)
                {
                    Vector<float> all = new Vector<float>(v);
                    a0 += w * all;
                    a1 += Unsafe.Add(ref w, 1) * all;
                    all = new Vector<float>(Unsafe.Add(ref v, 1));
                    b0 += Unsafe.Add(ref w, 2) * all;
                    b1 += Unsafe.Add(ref w, 3) * all;
                    all = new Vector<float>(Unsafe.Add(ref v, 2));
                    c0 += Unsafe.Add(ref w, 4) * all;
                    c1 += Unsafe.Add(ref w, 5) * all;
                    all = new Vector<float>(Unsafe.Add(ref v, 3));
                    d0 += Unsafe.Add(ref w, 6) * all;
                    d1 += Unsafe.Add(ref w, 7) * all;
                    v = ref Unsafe.Add(ref v, 4);
                    w = ref Unsafe.Add(ref w, 8);
                }

                a0 = (a0 + b0) + (c0 + d0);
                a1 = (a1 + b1) + (c1 + d1);
                for (; left > 0; left--)
                {
                    a0 += w * v;
                    a1 += Unsafe.Add(ref w, 1) * v;
                    v = ref Unsafe.Add(ref v, 1);
                    w = ref Unsafe.Add(ref w, 2);
                }

                check += Finish(a0, 2 * pass, floor, y) + Finish(a1, (2 * pass) + 1, floor, y);
            }

            return !float.IsNaN(Vector.Sum(check));
        }

        /// <summary>Scale, bias and ReLU of a vector's rows; the difference of each to itself, which is NaN where it is not
        /// finite.</summary>
        private Vector<float> Finish(Vector<float> sums, int vector, Vector<float> floor, float[] y)
        {
            Vector<float> z = (sums * _scale) + _biases[vector];
            Vector.ConditionalSelect(Vector.LessThan(z, floor), floor, z).CopyTo(y, vector * Vector<float>.Count);
            return z - z;
        }
    }
}
#endif
