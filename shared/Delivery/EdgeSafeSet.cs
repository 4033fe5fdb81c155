using System;

namespace MultiAgentEdge.Delivery
{
    /// <summary>
    /// Safe set and value function of one edge, (25) of paper S4: the states of its last traversal, the inputs between them, and the
    /// battery used since the edge began. Time used at state m is m periods; the value of state m is the Steps - m periods left (cost
    /// (61)). Bytes: 8 ((S + 1)(nx + 1) + 2 S) for S steps of capacity.
    /// </summary>
    public sealed class EdgeSafeSet
    {
        /// <param name="stateCount">nx, capacities not counted.</param>
        /// <param name="stepCapacity">Longest traversal that fits, periods, 1 or more.</param>
        public EdgeSafeSet(int stateCount, int stepCapacity)
        {
            if (stateCount < 4 || stepCapacity < 1)
            {
                throw new ArgumentException("EdgeSafeSet: sizes");
            }

            StateCount = stateCount;
            StepCapacity = stepCapacity;
            States = new double[(stepCapacity + 1) * stateCount];
            Inputs = new double[stepCapacity * VehicleDynamics.InputCount];
            Battery = new double[stepCapacity + 1];
        }

        public int StateCount { get; private set; }

        public int StepCapacity { get; private set; }

        /// <summary>Periods of the stored traversal: states 0 to Steps, the last one at the node it leads to.</summary>
        public int Steps;

        public readonly double[] States; // (Steps + 1) x nx

        public readonly double[] Inputs; // Steps x 2

        /// <summary>Share of the battery used since state 0.</summary>
        public readonly double[] Battery; // Steps + 1

        /// <summary>Whether another edge begins where this one ends, as near as a rover that stands there can be brought onto it (a stored
        /// traversal begins where noise had put its rover); whole turns of the heading do not matter.</summary>
        /// <param name="beginning">Its first state.</param>
        public bool LeadsTo(double[] beginning)
        {
            if (beginning.Length != StateCount)
            {
                return false;
            }

            for (int i = 0; i < StateCount; i++)
            {
                double gap = beginning[i] - States[(Steps * StateCount) + i];
                if (i == VehicleDynamics.Heading)
                {
                    double turns = gap / LearningMpc.FullTurn;
                    int whole = (int)(turns < 0.0 ? turns - 0.5 : turns + 0.5);
                    gap -= whole * LearningMpc.FullTurn;
                }

                // Also for NaN.
                if (!(gap <= LearningMpc.Lost && gap >= -LearningMpc.Lost))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
