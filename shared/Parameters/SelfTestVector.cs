using System;

namespace MultiAgentEdge.Parameters
{
    /// <summary>
    /// Tells whether a parameter set's self-test vector reproduces on this machine, bit by bit: the last check before a new set is used.
    /// Holds the scratch numbers, so that a check allocates nothing.
    /// </summary>
    public sealed class SelfTestVector
    {
        private readonly double[] _input; // after the answer: what was expected
        private readonly double[] _answer;

        public SelfTestVector(int inputCapacity, int outputCapacity)
        {
            _input = new double[inputCapacity > outputCapacity ? inputCapacity : outputCapacity];
            _answer = new double[outputCapacity];
        }

        public SelfTestStatus Check(ParameterSet set, ISelfTest controller)
        {
            int input = set.Find(ParameterId.SelfTestInput);
            int output = set.Find(ParameterId.SelfTestOutput);
            if (input < 0 && output < 0)
                return SelfTestStatus.Absent;
            if (input < 0 || output < 0)
                return SelfTestStatus.NotRun;
            int inputCount = set.Count(input);
            int outputCount = set.Count(output);
            if (inputCount > _input.Length || outputCount > _answer.Length)
                return SelfTestStatus.NotRun;
            if (!set.TryCopy(ParameterId.SelfTestInput, _input, inputCount)
                || !set.TryCopy(ParameterId.SelfTestOutput, _answer, outputCount))
                return SelfTestStatus.NotRun;
            if (!controller.TryAnswer(set, _input, inputCount, _answer, outputCount))
                return SelfTestStatus.NotRun;
            set.TryCopy(ParameterId.SelfTestOutput, _input, outputCount);
            for (int i = 0; i < outputCount; i++)
            {
                if (BitConverter.DoubleToInt64Bits(_answer[i]) != BitConverter.DoubleToInt64Bits(_input[i]))
                    return SelfTestStatus.Different;
            }

            return SelfTestStatus.Passed;
        }
    }
}
