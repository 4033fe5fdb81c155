using System;

namespace MultiAgentEdge.Parameters
{
    /// <summary>
    /// Tells whether a parameter set's self-test vector reproduces on this machine, bit by bit: the last check before a new set is used.
    /// <see cref="Begin"/>, a controller answers, <see cref="Compare"/>: three calls, because the middle one is a rover's deepest.
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

        /// <summary>Numbers of the question.</summary>
        public double[] Input
        {
            get { return _input; }
        }

        public int InputCount { get; private set; }

        /// <summary>For the numbers of the answer.</summary>
        public double[] Answer
        {
            get { return _answer; }
        }

        public int AnswerCount { get; private set; }

        /// <summary>Reads the question of a set: <see cref="AnswerCount"/> is 0 where there is none that could be put.</summary>
        /// <returns>Absent, or not run yet.</returns>
        public SelfTestStatus Begin(ParameterSet set)
        {
            AnswerCount = 0;
            int input = set.Find(ParameterId.SelfTestInput);
            int output = set.Find(ParameterId.SelfTestOutput);
            if (input < 0 && output < 0)
                return SelfTestStatus.Absent;
            if (input < 0 || output < 0)
                return SelfTestStatus.NotRun;
            InputCount = set.Count(input);
            int answerCount = set.Count(output);
            if (InputCount <= _input.Length && answerCount <= _answer.Length
                && set.TryCopy(ParameterId.SelfTestInput, _input, InputCount)
                && set.TryCopy(ParameterId.SelfTestOutput, _answer, answerCount))
                AnswerCount = answerCount;
            return SelfTestStatus.NotRun;
        }

        /// <summary>Whether <see cref="Answer"/> is to the bit what the set expects.</summary>
        public SelfTestStatus Compare(ParameterSet set)
        {
            set.TryCopy(ParameterId.SelfTestOutput, _input, AnswerCount);
            for (int i = 0; i < AnswerCount; i++)
            {
                if (BitConverter.DoubleToInt64Bits(_answer[i]) != BitConverter.DoubleToInt64Bits(_input[i]))
                    return SelfTestStatus.Different;
            }

            return SelfTestStatus.Passed;
        }
    }
}
