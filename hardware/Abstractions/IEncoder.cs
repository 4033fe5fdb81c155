namespace MultiAgentEdge.Hardware
{
    /// <summary>A quadrature wheel encoder. Counts wrap as an int does.</summary>
    public interface IEncoder
    {
        int Ticks { get; }
    }
}
