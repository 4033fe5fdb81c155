namespace MultiAgentEdge.Parameters
{
    /// <summary>What a controller offers so that a parameter set can be tried before it drives.</summary>
    public interface ISelfTest
    {
        /// <summary>
        /// Answers a self-test input with the parameters of <paramref name="set"/>, in a scratch controller, touching neither motors nor
        /// the controller in use. The meaning of the numbers is the controller's own.
        /// </summary>
        /// <param name="input">The first <paramref name="inputCount"/> numbers are the input.</param>
        /// <param name="output">Where the answer goes; exactly <paramref name="outputCount"/> numbers.</param>
        /// <returns>False: this controller cannot run this set or these counts.</returns>
        bool TryAnswer(ParameterSet set, double[] input, int inputCount, double[] output, int outputCount);
    }
}
