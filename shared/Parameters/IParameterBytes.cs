namespace MultiAgentEdge.Parameters
{
    /// <summary>Where the bytes of one parameter set lie, if not in memory.</summary>
    public interface IParameterBytes
    {
        /// <summary>Bytes of the whole set.</summary>
        int Length { get; }

        /// <summary>Reads some of them. False: they cannot be read.</summary>
        /// <param name="at">Of the first one, within the set.</param>
        bool TryRead(int at, byte[] into, int offset, int count);
    }
}
