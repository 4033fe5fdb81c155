using System;

namespace MultiAgentEdge.Coupling
{
    /// <summary>
    /// What ties agents together: at every stage l = 1..N, sum_i M_i o_{i,l} equals (or is at most) c, the violation weighted by
    /// gamma^l w |.|^2. Paper S1, (1d), with C_i = M_i E_i. Stage 0 is fixed and has no row.
    /// </summary>
    public sealed class CouplingProblem
    {
        /// <summary>A slack weight of this size or more makes the row hard.</summary>
        public const double Hard = 1e30;

        public readonly int AgentCount;
        public readonly int RowCount;
        public readonly int StageCount;
        public readonly int OutputCount;

        /// <summary>One matrix an agent, rows x outputs, row-major; a zero row: the agent has no part in it.</summary>
        public readonly double[][] M;

        /// <summary>c, one a row.</summary>
        public readonly double[] Target;

        /// <summary>One a row.</summary>
        public readonly RowKind[] Kinds;

        /// <summary>w, above 0, one a row; <see cref="Hard"/> or more is hard.</summary>
        public readonly double[] SlackWeight;

        /// <summary>
        /// One a row. True (a distance between two): the row rests while one of its agents is away. False (a shared budget): the others
        /// carry it on.
        /// </summary>
        public readonly bool[] NeedsAll;

        /// <summary>Largest |mu| that the costs can justify, one a row, see <see cref="Limit"/>; <see cref="Hard"/>: none is
        /// known.</summary>
        public readonly double[] MultiplierLimit;

        /// <summary>Least M_i o that an agent may be asked to contribute to a row, agents x rows; minus <see cref="Hard"/>:
        /// unknown.</summary>
        public readonly double[] PartLower;

        /// <summary>Greatest M_i o that an agent may be asked to contribute to a row, agents x rows; <see cref="Hard"/>: unknown.</summary>
        public readonly double[] PartUpper;

        /// <summary>gamma, in (0, 1]; the same as the agents'.</summary>
        public double Discount = 1.0;

        /// <summary>Takes all memory. Rows start as hard equalities that need all of their agents, with zero matrices.</summary>
        /// <param name="stages">N, the agents' horizon.</param>
        public CouplingProblem(int agents, int rows, int stages, int outputs)
        {
            if (agents < 1 || rows < 1 || stages < 1 || outputs < 1)
                throw new ArgumentException("CouplingProblem needs at least one agent, row, stage and output");
            AgentCount = agents;
            RowCount = rows;
            StageCount = stages;
            OutputCount = outputs;
            M = new double[agents][];
            for (int i = 0; i < agents; i++)
                M[i] = new double[rows * outputs];
            Target = new double[rows];
            Kinds = new RowKind[rows];
            SlackWeight = new double[rows];
            NeedsAll = new bool[rows];
            MultiplierLimit = new double[rows];
            PartLower = new double[agents * rows];
            PartUpper = new double[agents * rows];
            for (int k = 0; k < PartLower.Length; k++)
            {
                PartLower[k] = -Hard;
                PartUpper[k] = Hard;
            }

            for (int r = 0; r < rows; r++)
            {
                SlackWeight[r] = Hard;
                NeedsAll[r] = true;
                MultiplierLimit[r] = Hard;
            }
        }

        /// <summary>
        /// Says what a price can be, from where the agents' outputs can be: at the coupled optimum mu = 2 w (C x - c), so with x in its
        /// boxes |mu| is at most 2 w max |C x - c| over the boxes, at every stage, however the agents are placed and whatever their own
        /// costs are. A hard row has no such bound. Call again after a change of weights or targets.
        /// </summary>
        /// <param name="lower">Least outputs, agent by agent, no each; finite.</param>
        /// <param name="upper">Greatest outputs, not below the least.</param>
        public void Limit(double[][] lower, double[][] upper)
        {
            for (int r = 0; r < RowCount; r++)
            {
                double least = -Target[r];
                double most = -Target[r];
                for (int i = 0; i < AgentCount; i++)
                {
                    int at = (i * RowCount) + r;
                    PartLower[at] = 0.0;
                    PartUpper[at] = 0.0;
                    for (int o = 0; o < OutputCount; o++)
                    {
                        double m = M[i][(r * OutputCount) + o];
                        PartLower[at] += m * (m > 0.0 ? lower[i][o] : upper[i][o]);
                        PartUpper[at] += m * (m > 0.0 ? upper[i][o] : lower[i][o]);
                    }

                    least += PartLower[at];
                    most += PartUpper[at];

                    // Over-relaxation asks for more than an agent has planned: up to a width more.
                    double width = PartUpper[at] - PartLower[at];
                    PartLower[at] -= width;
                    PartUpper[at] += width;
                }

                double away = most > -least ? most : -least;
                MultiplierLimit[r] = SlackWeight[r] >= Hard ? Hard : 2.0 * SlackWeight[r] * away;
            }
        }

        /// <summary>1 / (2 w): how far a multiplier of one lets the row give way; 0 for a hard row.</summary>
        public double Compliance(int row)
        {
            double w = SlackWeight[row];
            return w >= Hard ? 0.0 : 0.5 / w;
        }

        /// <summary>
        /// sum_l gamma^l (mu_l'c + |mu_l|^2/(4w)): sum_i V_i minus this is the dual value, a lower bound of the coupled optimum for any mu,
        /// (14) of paper S1. The V_i must be solved at M_i' mu without ADMM's quadratic term.
        /// </summary>
        /// <param name="multipliers">mu, N x n_c, undiscounted; not below 0 in inequality rows.</param>
        public double DualConstant(double[] multipliers)
        {
            double sum = 0.0;
            double weight = 1.0;
            for (int l = 0; l < StageCount; l++)
            {
                weight *= Discount;
                for (int r = 0; r < RowCount; r++)
                {
                    double mu = multipliers[(l * RowCount) + r];
                    sum += weight * mu * (Target[r] + (0.5 * Compliance(r) * mu));
                }
            }

            return sum;
        }

        /// <summary>True where the agent has a part in the row.</summary>
        public bool Takes(int agent, int row)
        {
            double[] m = M[agent];
            for (int o = 0; o < OutputCount; o++)
            {
                if (m[(row * OutputCount) + o] != 0.0)
                    return true;
            }

            return false;
        }
    }
}
