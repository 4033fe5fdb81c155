namespace MultiAgentEdge.Actor
{
    /// <summary>What the last layer's numbers become. Values are part of the parameter format.</summary>
    public enum ActorHead : byte
    {
        Linear = 0,

        /// <summary>Into [-1, 1]. The board's own tanh may differ from a PC's in the last bit.</summary>
        Tanh = 1,

        /// <summary>The index of the greatest, the first of equals; the numbers stay as they are.</summary>
        Argmax = 2,
    }
}
