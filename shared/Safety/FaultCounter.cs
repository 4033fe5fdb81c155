namespace MultiAgentEdge.Safety
{
    /// <summary>Counts how often a fault came, and how often in a row until now.</summary>
    public sealed class FaultCounter
    {
        /// <summary>0 after a good period.</summary>
        public int InRow { get; private set; }

        public uint Total { get; private set; }

        public void Observe(bool faulty)
        {
            if (!faulty)
            {
                InRow = 0;
                return;
            }

            if (InRow < int.MaxValue)
                InRow++;
            if (Total < uint.MaxValue)
                Total++;
        }

        /// <summary>A new start: nothing in a row; the total stays.</summary>
        public void ClearRow()
        {
            InRow = 0;
        }
    }
}
