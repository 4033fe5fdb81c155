namespace MultiAgentEdge.Security
{
    /// <summary>Comparison that takes equally long wherever the bytes differ: the time tells a forger nothing.</summary>
    public static class FixedTime
    {
        public static bool AreEqual(byte[] a, byte[] b, int count)
        {
            return AreEqual(a, b, 0, count);
        }

        /// <param name="bOffset">Where those of <paramref name="b"/> begin.</param>
        public static bool AreEqual(byte[] a, byte[] b, int bOffset, int count)
        {
            int difference = 0;
            for (int i = 0; i < count; i++)
                difference |= a[i] ^ b[bOffset + i];
            return difference == 0;
        }
    }
}
