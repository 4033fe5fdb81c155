namespace MultiAgentEdge.Security
{
    /// <summary>Comparison that takes equally long wherever the bytes differ: the time tells a forger nothing.</summary>
    public static class FixedTime
    {
        public static bool AreEqual(byte[] a, byte[] b, int count)
        {
            int difference = 0;
            for (int i = 0; i < count; i++)
                difference |= a[i] ^ b[i];
            return difference == 0;
        }
    }
}
