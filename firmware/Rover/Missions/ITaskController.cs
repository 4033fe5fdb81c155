namespace MultiAgentEdge.Firmware
{
    /// <summary>A controller whose task has an end, where the next one of its mission may take over.</summary>
    public interface ITaskController : IController
    {
        /// <summary>Where the task begins, in the mission's own terms. Allocates.</summary>
        double[] Beginning();

        /// <summary>True where the task is done as the present period begins and another of this mission goes on from where it ends, so
        /// that a set that was staged for this moment may take over. Asked before <see cref="IController.BeginPeriod"/>.</summary>
        /// <param name="beginning">Of the other one.</param>
        bool IsFollowedBy(double[] beginning);
    }
}
