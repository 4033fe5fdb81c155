using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>A set's self-test from question to verdict, as a rover goes through it.</summary>
internal static class SelfTests
{
    /// <param name="answer">As <c>IController.TryAnswer</c>.</param>
    public static SelfTestStatus Check(
        this SelfTestVector vector, ParameterSet set, Func<double[], int, double[], int, bool> answer)
    {
        var status = vector.Begin(set);
        return vector.AnswerCount > 0 && answer(vector.Input, vector.InputCount, vector.Answer, vector.AnswerCount)
            ? vector.Compare(set)
            : status;
    }
}
