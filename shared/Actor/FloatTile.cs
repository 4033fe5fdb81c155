namespace MultiAgentEdge.Actor
{
    /// <summary>
    /// Eight dot products at once, each in the order of <see cref="FloatDot"/>. Eight arrays with one index and each number of x fetched
    /// once: on an interpreter some nine instructions a multiply-add instead of sixteen, and one where x is zero, as half of what a ReLU
    /// lets through is. Leaving out a product with zero changes no bit: weights are finite, and a lane that starts from zero is never the
    /// negative zero.
    /// </summary>
    internal static class FloatTile
    {
        /// <summary>y[row+r] = w[r][at..at+n] . x[0..n].</summary>
        public static void Compute(float[][] w, int at, float[] x, int n, float[] y, int row)
        {
            float[] w0 = w[0];
            float[] w1 = w[1];
            float[] w2 = w[2];
            float[] w3 = w[3];
            float[] w4 = w[4];
            float[] w5 = w[5];
            float[] w6 = w[6];
            float[] w7 = w[7];
            float a0 = 0f, b0 = 0f, c0 = 0f, d0 = 0f;
            float a1 = 0f, b1 = 0f, c1 = 0f, d1 = 0f;
            float a2 = 0f, b2 = 0f, c2 = 0f, d2 = 0f;
            float a3 = 0f, b3 = 0f, c3 = 0f, d3 = 0f;
            float a4 = 0f, b4 = 0f, c4 = 0f, d4 = 0f;
            float a5 = 0f, b5 = 0f, c5 = 0f, d5 = 0f;
            float a6 = 0f, b6 = 0f, c6 = 0f, d6 = 0f;
            float a7 = 0f, b7 = 0f, c7 = 0f, d7 = 0f;
            float v;
            int end = at + n;
            int last = end - 3;
            int i = 0;
            while (at < last)
            {
                v = x[i];
                if (v != 0f)
                {
                    a0 += w0[at] * v;
                    a1 += w1[at] * v;
                    a2 += w2[at] * v;
                    a3 += w3[at] * v;
                    a4 += w4[at] * v;
                    a5 += w5[at] * v;
                    a6 += w6[at] * v;
                    a7 += w7[at] * v;
                }

                i++;
                at++;
                v = x[i];
                if (v != 0f)
                {
                    b0 += w0[at] * v;
                    b1 += w1[at] * v;
                    b2 += w2[at] * v;
                    b3 += w3[at] * v;
                    b4 += w4[at] * v;
                    b5 += w5[at] * v;
                    b6 += w6[at] * v;
                    b7 += w7[at] * v;
                }

                i++;
                at++;
                v = x[i];
                if (v != 0f)
                {
                    c0 += w0[at] * v;
                    c1 += w1[at] * v;
                    c2 += w2[at] * v;
                    c3 += w3[at] * v;
                    c4 += w4[at] * v;
                    c5 += w5[at] * v;
                    c6 += w6[at] * v;
                    c7 += w7[at] * v;
                }

                i++;
                at++;
                v = x[i];
                if (v != 0f)
                {
                    d0 += w0[at] * v;
                    d1 += w1[at] * v;
                    d2 += w2[at] * v;
                    d3 += w3[at] * v;
                    d4 += w4[at] * v;
                    d5 += w5[at] * v;
                    d6 += w6[at] * v;
                    d7 += w7[at] * v;
                }

                i++;
                at++;
            }

            a0 = (a0 + b0) + (c0 + d0);
            a1 = (a1 + b1) + (c1 + d1);
            a2 = (a2 + b2) + (c2 + d2);
            a3 = (a3 + b3) + (c3 + d3);
            a4 = (a4 + b4) + (c4 + d4);
            a5 = (a5 + b5) + (c5 + d5);
            a6 = (a6 + b6) + (c6 + d6);
            a7 = (a7 + b7) + (c7 + d7);
            while (at < end)
            {
                v = x[i];
                a0 += w0[at] * v;
                a1 += w1[at] * v;
                a2 += w2[at] * v;
                a3 += w3[at] * v;
                a4 += w4[at] * v;
                a5 += w5[at] * v;
                a6 += w6[at] * v;
                a7 += w7[at] * v;
                at++;
                i++;
            }

            y[row] = a0;
            y[row + 1] = a1;
            y[row + 2] = a2;
            y[row + 3] = a3;
            y[row + 4] = a4;
            y[row + 5] = a5;
            y[row + 6] = a6;
            y[row + 7] = a7;
        }

        /// <summary>The same with i8 weights, letter for letter: a board has no generics. The scale is the caller's.</summary>
        public static void ComputeQuantised(sbyte[][] w, int at, float[] x, int n, float[] y, int row)
        {
            sbyte[] w0 = w[0];
            sbyte[] w1 = w[1];
            sbyte[] w2 = w[2];
            sbyte[] w3 = w[3];
            sbyte[] w4 = w[4];
            sbyte[] w5 = w[5];
            sbyte[] w6 = w[6];
            sbyte[] w7 = w[7];
            float a0 = 0f, b0 = 0f, c0 = 0f, d0 = 0f;
            float a1 = 0f, b1 = 0f, c1 = 0f, d1 = 0f;
            float a2 = 0f, b2 = 0f, c2 = 0f, d2 = 0f;
            float a3 = 0f, b3 = 0f, c3 = 0f, d3 = 0f;
            float a4 = 0f, b4 = 0f, c4 = 0f, d4 = 0f;
            float a5 = 0f, b5 = 0f, c5 = 0f, d5 = 0f;
            float a6 = 0f, b6 = 0f, c6 = 0f, d6 = 0f;
            float a7 = 0f, b7 = 0f, c7 = 0f, d7 = 0f;
            float v;
            int end = at + n;
            int last = end - 3;
            int i = 0;
            while (at < last)
            {
                v = x[i];
                if (v != 0f)
                {
                    a0 += w0[at] * v;
                    a1 += w1[at] * v;
                    a2 += w2[at] * v;
                    a3 += w3[at] * v;
                    a4 += w4[at] * v;
                    a5 += w5[at] * v;
                    a6 += w6[at] * v;
                    a7 += w7[at] * v;
                }

                i++;
                at++;
                v = x[i];
                if (v != 0f)
                {
                    b0 += w0[at] * v;
                    b1 += w1[at] * v;
                    b2 += w2[at] * v;
                    b3 += w3[at] * v;
                    b4 += w4[at] * v;
                    b5 += w5[at] * v;
                    b6 += w6[at] * v;
                    b7 += w7[at] * v;
                }

                i++;
                at++;
                v = x[i];
                if (v != 0f)
                {
                    c0 += w0[at] * v;
                    c1 += w1[at] * v;
                    c2 += w2[at] * v;
                    c3 += w3[at] * v;
                    c4 += w4[at] * v;
                    c5 += w5[at] * v;
                    c6 += w6[at] * v;
                    c7 += w7[at] * v;
                }

                i++;
                at++;
                v = x[i];
                if (v != 0f)
                {
                    d0 += w0[at] * v;
                    d1 += w1[at] * v;
                    d2 += w2[at] * v;
                    d3 += w3[at] * v;
                    d4 += w4[at] * v;
                    d5 += w5[at] * v;
                    d6 += w6[at] * v;
                    d7 += w7[at] * v;
                }

                i++;
                at++;
            }

            a0 = (a0 + b0) + (c0 + d0);
            a1 = (a1 + b1) + (c1 + d1);
            a2 = (a2 + b2) + (c2 + d2);
            a3 = (a3 + b3) + (c3 + d3);
            a4 = (a4 + b4) + (c4 + d4);
            a5 = (a5 + b5) + (c5 + d5);
            a6 = (a6 + b6) + (c6 + d6);
            a7 = (a7 + b7) + (c7 + d7);
            while (at < end)
            {
                v = x[i];
                a0 += w0[at] * v;
                a1 += w1[at] * v;
                a2 += w2[at] * v;
                a3 += w3[at] * v;
                a4 += w4[at] * v;
                a5 += w5[at] * v;
                a6 += w6[at] * v;
                a7 += w7[at] * v;
                at++;
                i++;
            }

            y[row] = a0;
            y[row + 1] = a1;
            y[row + 2] = a2;
            y[row + 3] = a3;
            y[row + 4] = a4;
            y[row + 5] = a5;
            y[row + 6] = a6;
            y[row + 7] = a7;
        }
    }
}
