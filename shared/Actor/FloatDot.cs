namespace MultiAgentEdge.Actor
{
    /// <summary>
    /// The dot products of the actor, in the project's one order of summation: four lanes over i, i+1, i+2, i+3, then (s0+s1)+(s2+s3), then
    /// the rest one by one. No fused multiply-add, so every machine gives the same bits.
    /// </summary>
    internal static class FloatDot
    {
        /// <summary>w[at..at+n] . x[0..n].</summary>
        public static float Compute(float[] w, int at, float[] x, int n)
        {
            float s0 = 0f;
            float s1 = 0f;
            float s2 = 0f;
            float s3 = 0f;
            int i = 0;
            int j = at;
            for (; i + 4 <= n; i += 4)
            {
                s0 += w[j] * x[i];
                s1 += w[j + 1] * x[i + 1];
                s2 += w[j + 2] * x[i + 2];
                s3 += w[j + 3] * x[i + 3];
                j += 4;
            }

            float sum = (s0 + s1) + (s2 + s3);
            for (; i < n; i++)
            {
                sum += w[j] * x[i];
                j++;
            }

            return sum;
        }

        /// <summary>The same with i8 weights; the scale is the caller's.</summary>
        public static float ComputeQuantised(sbyte[] w, int at, float[] x, int n)
        {
            float s0 = 0f;
            float s1 = 0f;
            float s2 = 0f;
            float s3 = 0f;
            int i = 0;
            int j = at;
            for (; i + 4 <= n; i += 4)
            {
                s0 += w[j] * x[i];
                s1 += w[j + 1] * x[i + 1];
                s2 += w[j + 2] * x[i + 2];
                s3 += w[j + 3] * x[i + 3];
                j += 4;
            }

            float sum = (s0 + s1) + (s2 + s3);
            for (; i < n; i++)
            {
                sum += w[j] * x[i];
                j++;
            }

            return sum;
        }
    }
}
