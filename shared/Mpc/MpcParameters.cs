using System;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Mpc
{
    /// <summary>
    /// The local problem (8) of paper S1, without one-half in the quadratic costs:
    /// x_{l+1} = A x_l + B u_l + b; stage cost gamma^l [(x-r)'Q(x-r) + u'Ru + q'x + s'u], terminal gamma^N [(x-r)'P(x-r) + p'x];
    /// at l = 1..N also gamma^l [price_l'Ex + 1/2 (Ex)'W(Ex)] and gamma^l softWeight'violation of [lower+tightening, upper-tightening].
    /// nx states, nu inputs, no coupling outputs, N stages. All matrices row-major. The arrays are filled in place.
    /// </summary>
    public sealed class MpcParameters
    {
        /// <summary>A bound of this size or more is none; a soft weight of this size or more makes its bound hard.</summary>
        public const double Unbounded = 1e30;

        public readonly int StateCount;
        public readonly int InputCount;
        public readonly int OutputCount;
        public readonly int Horizon;

        /// <summary>Model A, nx x nx.</summary>
        public readonly double[] A;

        /// <summary>Model B, nx x nu.</summary>
        public readonly double[] B;

        /// <summary>Model offset b, nx.</summary>
        public readonly double[] Offset;

        /// <summary>Q, nx x nx, positive semidefinite.</summary>
        public readonly double[] StageStateWeight;

        /// <summary>R, nu x nu, positive semidefinite.</summary>
        public readonly double[] StageInputWeight;

        /// <summary>P, nx x nx, positive semidefinite.</summary>
        public readonly double[] TerminalWeight;

        /// <summary>q, nx.</summary>
        public readonly double[] StageStateLinear;

        /// <summary>s, nu.</summary>
        public readonly double[] StageInputLinear;

        /// <summary>p, nx.</summary>
        public readonly double[] TerminalLinear;

        /// <summary>nu, hard; not above <see cref="InputUpper"/>.</summary>
        public readonly double[] InputLower;

        /// <summary>nu, hard.</summary>
        public readonly double[] InputUpper;

        /// <summary>nx, -1e30 is none.</summary>
        public readonly double[] StateLower;

        /// <summary>nx, 1e30 is none.</summary>
        public readonly double[] StateUpper;

        /// <summary>nx, added to a lower bound that there is.</summary>
        public readonly double[] StateLowerTightening;

        /// <summary>nx, subtracted from an upper bound that there is.</summary>
        public readonly double[] StateUpperTightening;

        /// <summary>L1 weight of a violated bound, nx, 0 or more; 1e30 or more is hard.</summary>
        public readonly double[] StateSoftWeight;

        /// <summary>E of o = E x, no x nx.</summary>
        public readonly double[] OutputMatrix;

        /// <summary>W, no x no: ADMM's rho M'M, zero for the other modes of negotiation.</summary>
        public readonly double[] CouplingWeight;

        /// <summary>r, nx.</summary>
        public readonly double[] StateReference;

        /// <summary>V0, added to the objective.</summary>
        public double ValueOffset;

        /// <summary>gamma, in (0, 1].</summary>
        public double Discount = 1.0;

        /// <summary>Takes all memory. Everything is zero but the bounds (none), the soft weights (hard) and the discount (1).</summary>
        public MpcParameters(int stateCount, int inputCount, int outputCount, int horizon)
        {
            if (stateCount < 1 || inputCount < 1 || outputCount < 0 || horizon < 1)
                throw new ArgumentException("MpcParameters needs at least one state, one input and one stage");
            StateCount = stateCount;
            InputCount = inputCount;
            OutputCount = outputCount;
            Horizon = horizon;
            A = new double[stateCount * stateCount];
            B = new double[stateCount * inputCount];
            Offset = new double[stateCount];
            StageStateWeight = new double[stateCount * stateCount];
            StageInputWeight = new double[inputCount * inputCount];
            TerminalWeight = new double[stateCount * stateCount];
            StageStateLinear = new double[stateCount];
            StageInputLinear = new double[inputCount];
            TerminalLinear = new double[stateCount];
            InputLower = new double[inputCount];
            InputUpper = new double[inputCount];
            StateLower = new double[stateCount];
            StateUpper = new double[stateCount];
            StateLowerTightening = new double[stateCount];
            StateUpperTightening = new double[stateCount];
            StateSoftWeight = new double[stateCount];
            OutputMatrix = new double[outputCount * stateCount];
            CouplingWeight = new double[outputCount * outputCount];
            StateReference = new double[stateCount];
            Clear();
        }

        /// <summary>
        /// Reads a parameter set. The model, the weights, the input box, the horizon and (with outputs) E must be there; what else is
        /// missing takes its neutral value. False: an entry is missing or has another size; the content is then not to be used.
        /// </summary>
        public bool TryLoad(ParameterSet set)
        {
            Clear();
            double horizon = 0.0;
            if (!set.TryGetScalar(ParameterId.Horizon, ref horizon) || horizon != Horizon)
                return false;
            return set.TryCopy(ParameterId.ModelA, A, A.Length)
                && set.TryCopy(ParameterId.ModelB, B, B.Length)
                && set.TryCopy(ParameterId.StageStateWeight, StageStateWeight, StageStateWeight.Length)
                && set.TryCopy(ParameterId.StageInputWeight, StageInputWeight, StageInputWeight.Length)
                && set.TryCopy(ParameterId.TerminalWeight, TerminalWeight, TerminalWeight.Length)
                && set.TryCopy(ParameterId.InputLower, InputLower, InputLower.Length)
                && set.TryCopy(ParameterId.InputUpper, InputUpper, InputUpper.Length)
                && (OutputCount == 0 || set.TryCopy(ParameterId.OutputMatrix, OutputMatrix, OutputMatrix.Length))
                && Optional(set, ParameterId.ModelOffset, Offset)
                && Optional(set, ParameterId.StageStateLinear, StageStateLinear)
                && Optional(set, ParameterId.StageInputLinear, StageInputLinear)
                && Optional(set, ParameterId.TerminalLinear, TerminalLinear)
                && Optional(set, ParameterId.StateLower, StateLower)
                && Optional(set, ParameterId.StateUpper, StateUpper)
                && Optional(set, ParameterId.StateLowerTightening, StateLowerTightening)
                && Optional(set, ParameterId.StateUpperTightening, StateUpperTightening)
                && Optional(set, ParameterId.StateSoftWeight, StateSoftWeight)
                && Optional(set, ParameterId.CouplingWeight, CouplingWeight)
                && Optional(set, ParameterId.StateReference, StateReference)
                && OptionalScalar(set, ParameterId.ValueOffset, ref ValueOffset)
                && OptionalScalar(set, ParameterId.Discount, ref Discount);
        }

        /// <summary>Adds every entry to a set under construction. False: the builder refused one (no room, not finite).</summary>
        public bool Write(ParameterSetBuilder builder)
        {
            bool outputs = OutputCount == 0
                || (builder.Add(ParameterId.OutputMatrix, OutputMatrix, OutputCount, StateCount)
                && builder.Add(ParameterId.CouplingWeight, CouplingWeight, OutputCount, OutputCount));
            return outputs
                && builder.Add(ParameterId.ModelA, A, StateCount, StateCount)
                && builder.Add(ParameterId.ModelB, B, StateCount, InputCount)
                && builder.Add(ParameterId.ModelOffset, Offset, StateCount)
                && builder.Add(ParameterId.StageStateWeight, StageStateWeight, StateCount, StateCount)
                && builder.Add(ParameterId.StageInputWeight, StageInputWeight, InputCount, InputCount)
                && builder.Add(ParameterId.TerminalWeight, TerminalWeight, StateCount, StateCount)
                && builder.Add(ParameterId.StageStateLinear, StageStateLinear, StateCount)
                && builder.Add(ParameterId.StageInputLinear, StageInputLinear, InputCount)
                && builder.Add(ParameterId.TerminalLinear, TerminalLinear, StateCount)
                && builder.Add(ParameterId.InputLower, InputLower, InputCount)
                && builder.Add(ParameterId.InputUpper, InputUpper, InputCount)
                && builder.Add(ParameterId.StateLower, StateLower, StateCount)
                && builder.Add(ParameterId.StateUpper, StateUpper, StateCount)
                && builder.Add(ParameterId.StateLowerTightening, StateLowerTightening, StateCount)
                && builder.Add(ParameterId.StateUpperTightening, StateUpperTightening, StateCount)
                && builder.Add(ParameterId.StateSoftWeight, StateSoftWeight, StateCount)
                && builder.Add(ParameterId.StateReference, StateReference, StateCount)
                && builder.AddScalar(ParameterId.ValueOffset, ValueOffset)
                && builder.AddScalar(ParameterId.Discount, Discount)
                && builder.AddScalar(ParameterId.Horizon, Horizon);
        }

        /// <summary>
        /// True where every number is finite, the discount is in (0, 1], soft weights are not negative and no tightened interval is empty.
        /// </summary>
        public bool IsValid()
        {
            double check = Spread(A) + Spread(B) + Spread(Offset) + Spread(StageStateWeight) + Spread(StageInputWeight)
                + Spread(TerminalWeight) + Spread(StageStateLinear) + Spread(StageInputLinear) + Spread(TerminalLinear)
                + Spread(InputLower) + Spread(InputUpper) + Spread(StateLower) + Spread(StateUpper) + Spread(StateLowerTightening)
                + Spread(StateUpperTightening) + Spread(StateSoftWeight) + Spread(OutputMatrix) + Spread(CouplingWeight)
                + Spread(StateReference) + (ValueOffset - ValueOffset) + (Discount - Discount);
            if (double.IsNaN(check) || Discount <= 0.0 || Discount > 1.0)
                return false;
            for (int i = 0; i < InputCount; i++)
            {
                if (InputLower[i] > InputUpper[i])
                    return false;
            }

            for (int i = 0; i < StateCount; i++)
            {
                if (TightLower(i) > TightUpper(i) || StateSoftWeight[i] < 0.0)
                    return false;
            }

            return true;
        }

        /// <summary>States with a lower or an upper bound.</summary>
        public int BoundedStates
        {
            get
            {
                int count = 0;
                for (int i = 0; i < StateCount; i++)
                {
                    if (StateLower[i] > -Unbounded || StateUpper[i] < Unbounded)
                        count++;
                }

                return count;
            }
        }

        /// <summary>Lower bound of a state with its tightening; -1e30 where there is none.</summary>
        public double TightLower(int state)
        {
            return StateLower[state] <= -Unbounded ? -Unbounded : StateLower[state] + StateLowerTightening[state];
        }

        /// <summary>Upper bound of a state with its tightening; 1e30 where there is none.</summary>
        public double TightUpper(int state)
        {
            return StateUpper[state] >= Unbounded ? Unbounded : StateUpper[state] - StateUpperTightening[state];
        }

        private void Clear()
        {
            Array.Clear(Offset, 0, StateCount);
            Array.Clear(StageStateLinear, 0, StateCount);
            Array.Clear(StageInputLinear, 0, InputCount);
            Array.Clear(TerminalLinear, 0, StateCount);
            Array.Clear(StateLowerTightening, 0, StateCount);
            Array.Clear(StateUpperTightening, 0, StateCount);
            Array.Clear(CouplingWeight, 0, CouplingWeight.Length);
            Array.Clear(StateReference, 0, StateCount);
            ValueOffset = 0.0;
            Discount = 1.0;
            for (int i = 0; i < StateCount; i++)
            {
                StateLower[i] = -Unbounded;
                StateUpper[i] = Unbounded;
                StateSoftWeight[i] = Unbounded;
            }
        }

        private static bool Optional(ParameterSet set, ushort id, double[] into)
        {
            return set.Find(id) < 0 || set.TryCopy(id, into, into.Length);
        }

        private static bool OptionalScalar(ParameterSet set, ushort id, ref double value)
        {
            return set.Find(id) < 0 || set.TryGetScalar(id, ref value);
        }

        // NaN where an element is NaN or infinite, else zero.
        private static double Spread(double[] values)
        {
            double sum = 0.0;
            for (int i = 0; i < values.Length; i++)
                sum += values[i] - values[i];
            return sum;
        }
    }
}
