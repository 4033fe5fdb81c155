namespace MultiAgentEdge.Firmware
{
    /// <summary>A controller that knows what neither its set nor its price say: where memory is short it is made anew in the middle of a
    /// drive, and goes on with it.</summary>
    public interface IRememberingController : IController
    {
        /// <summary>Allocates.</summary>
        double[] Remember();

        /// <param name="memory">What another controller of the same set remembered.</param>
        void Recall(double[] memory);
    }
}
