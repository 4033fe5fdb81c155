using System;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// The example of paper S1 in one process: three plants (30), their local MPC with the model (31), two rounds of ADMM a period. The
    /// parameters go through a parameter set as they do on a rover.
    /// </summary>
    public sealed class SelfTestFormation
    {
        private const int Agents = 3;
        private const int Stages = 10;
        private const int RoundsPerPeriod = 2;
        private const int SetBytes = 2048;
        private const double Discount = 0.9;

        private readonly Xoshiro256 _random;
        private readonly BitFold _fold;
        private readonly Negotiator _negotiator;
        private readonly MpcController[] _controllers = new MpcController[Agents];
        private readonly double[][] _plantA = new double[Agents][];
        private readonly double[][] _plantB = new double[Agents][];
        private readonly double[][] _states = new double[Agents][];
        private readonly double[][] _prices = new double[Agents][];
        private readonly double[] _disturbanceLowerM = new double[] { -0.1, 0.0, 0.0 };
        private readonly double[] _lowerM = new double[] { 0.0, 0.5, -2.5 };
        private readonly double[] _upperM = new double[] { 2.5, 2.5, 0.0 };
        private readonly double[] _referenceM = new double[] { 0.0, 2.0, -2.0 };

        public SelfTestFormation(Xoshiro256 random, BitFold fold)
        {
            _random = random;
            _fold = fold;
            _plantA[0] = new double[] { 0.9, 0.35, 0.0, 1.1 };
            _plantA[1] = new double[] { 0.91, 0.33, 0.0, 0.98 };
            _plantA[2] = new double[] { 0.88, 0.3, 0.0, 1.1 };
            _plantB[0] = new double[] { 0.0813, 0.2 };
            _plantB[1] = new double[] { 0.0611, 0.23 };
            _plantB[2] = new double[] { 0.0837, 0.21 };
            _negotiator = new Negotiator(Coupling(), NegotiationMode.Admm, new NegotiatorOptions { AdmmMemory = 0 });
            byte[] blob = new byte[SetBytes];
            ParameterSet set = new ParameterSet();
            for (int i = 0; i < Agents; i++)
            {
                _states[i] = new double[] { random.NextUniform(_lowerM[i], _upperM[i]), random.NextUniform(-0.2, 0.2) };
                _prices[i] = new double[Stages];
                _controllers[i] = Load(Local(i), blob, set);
            }
        }

        /// <summary>One control period: negotiate, solve, move the plants.</summary>
        public void Step()
        {
            _negotiator.BeginPeriod(false);
            for (int round = 0; round < RoundsPerPeriod; round++)
            {
                Solve();
                _fold.Add(_negotiator.Update());
            }

            Solve();
            for (int i = 0; i < Agents; i++)
            {
                double[] x = _states[i];
                double u = _controllers[i].Inputs[0];
                double disturbanceM = _random.NextUniform(_disturbanceLowerM[i], 0.0);
                double position = (_plantA[i][0] * x[0]) + (_plantA[i][1] * x[1]) + (_plantB[i][0] * u) + disturbanceM;
                x[1] = (_plantA[i][2] * x[0]) + (_plantA[i][3] * x[1]) + (_plantB[i][1] * u);
                x[0] = position;
                _fold.Add(u);
                _fold.Add(x);
                _controllers[i].Advance();
            }
        }

        private void Solve()
        {
            for (int i = 0; i < Agents; i++)
            {
                _negotiator.CopyPrice(i, _prices[i]);
                QpStatus status = _controllers[i].Solve(_states[i], _prices[i]);
                _fold.Add((uint)status);
                _fold.Add(_controllers[i].Objective);
                _fold.Add(_controllers[i].Outputs);
                _negotiator.SetOutputs(i, _controllers[i].Outputs);
            }
        }

        /// <summary>Distances x1 - x2 = -2, x1 - x3 = 2, x2 - x3 = 4, with the slack weight of (32).</summary>
        private static CouplingProblem Coupling()
        {
            CouplingProblem problem = new CouplingProblem(Agents, 3, Stages, 1);
            problem.Discount = Discount;
            problem.M[0] = new double[] { 1.0, 1.0, 0.0 };
            problem.M[1] = new double[] { -1.0, 0.0, 1.0 };
            problem.M[2] = new double[] { 0.0, -1.0, -1.0 };
            problem.Target[0] = -2.0;
            problem.Target[1] = 2.0;
            problem.Target[2] = 4.0;
            for (int r = 0; r < 3; r++)
                problem.SlackWeight[r] = 10.0;
            return problem;
        }

        private MpcParameters Local(int agent)
        {
            MpcParameters p = new MpcParameters(2, 1, 1, Stages);
            p.Discount = Discount;
            p.A[0] = 1.0;
            p.A[1] = 0.25;
            p.A[3] = 1.0;
            p.B[0] = 0.0312;
            p.B[1] = 0.25;
            p.StageStateWeight[0] = 0.5;
            p.StageStateWeight[3] = 0.1;
            p.StageInputWeight[0] = 0.1;
            p.TerminalWeight[0] = 5.0;
            p.TerminalWeight[1] = 1.0;
            p.TerminalWeight[2] = 1.0;
            p.TerminalWeight[3] = 1.0;
            p.InputLower[0] = -1.0;
            p.InputUpper[0] = 1.0;
            p.StateLower[0] = _lowerM[agent];
            p.StateUpper[0] = _upperM[agent];
            p.StateSoftWeight[0] = 100.0;
            p.StateSoftWeight[1] = 100.0;
            p.OutputMatrix[0] = 1.0;
            p.StateReference[0] = _referenceM[agent];
            _negotiator.CopyCouplingWeight(agent, p.CouplingWeight);
            return p;
        }

        private MpcController Load(MpcParameters written, byte[] blob, ParameterSet set)
        {
            ParameterSetBuilder builder = new ParameterSetBuilder(MissionKind.Formation, 1, blob);
            MpcParameters read = new MpcParameters(2, 1, 1, Stages);
            MpcController controller = new MpcController(2, 1, 1, Stages);
            if (!written.Write(builder) || set.TryParse(blob, builder.Finish()) != ParameterStatus.Ok || !read.TryLoad(set)
                || controller.Configure(read) != QpStatus.Solved)
                throw new InvalidOperationException("The self-test's own parameter set was refused");
            _fold.Add(set.Crc);
            _fold.Add(set.ShapeHash);
            return controller;
        }
    }
}
