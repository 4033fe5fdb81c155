namespace MultiAgentEdge.Parameters
{
    /// <summary>Element type of an entry. Values are part of the parameter format.</summary>
    public enum ParameterType : byte
    {
        F64 = 1,
        F32 = 2,
        I8 = 3,
    }
}
