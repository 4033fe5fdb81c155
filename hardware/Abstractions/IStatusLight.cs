namespace MultiAgentEdge.Hardware
{
    /// <summary>A light that a person sees from across the room.</summary>
    public interface IStatusLight
    {
        LedPattern Pattern { get; set; }

        /// <summary>Shows the pattern's state at this time; to be called some twenty times a second.</summary>
        void Update(long nowUs);
    }
}
