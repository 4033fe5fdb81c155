using System;

namespace MultiAgentEdge.Linalg
{
    /// <summary>
    /// Seeded generator xoshiro256** (Blackman, Vigna: Scrambled linear pseudorandom number generators, 2021), its state filled by
    /// splitmix64. Same seed, same bits on every platform; <see cref="NextGaussian"/> alone goes through Math.Log, whose last bit may
    /// differ on a board. Not for secrets. Memory: 4 words.
    /// </summary>
    public sealed class Xoshiro256
    {
        public const int StateWords = 4;

        private ulong _s0;
        private ulong _s1;
        private ulong _s2;
        private ulong _s3;

        /// <param name="seed">Any value; neighbouring seeds give unrelated sequences.</param>
        public Xoshiro256(ulong seed)
        {
            Reseed(seed);
        }

        public void Reseed(ulong seed)
        {
            _s0 = SplitMix64(ref seed);
            _s1 = SplitMix64(ref seed);
            _s2 = SplitMix64(ref seed);
            _s3 = SplitMix64(ref seed);
        }

        /// <summary>Writes the four state words; with <see cref="Restore"/> a run continues with the same bits.</summary>
        /// <param name="state">At least 4 words.</param>
        public void Save(ulong[] state)
        {
            state[0] = _s0;
            state[1] = _s1;
            state[2] = _s2;
            state[3] = _s3;
        }

        /// <summary>Takes back what <see cref="Save"/> wrote. False: all zero, which is no state of this generator; nothing is
        /// changed.</summary>
        public bool Restore(ulong[] state)
        {
            if ((state[0] | state[1] | state[2] | state[3]) == 0)
            {
                return false;
            }

            _s0 = state[0];
            _s1 = state[1];
            _s2 = state[2];
            _s3 = state[3];
            return true;
        }

        public ulong NextUInt64()
        {
            ulong x = _s1 * 5;
            ulong result = ((x << 7) | (x >> 57)) * 9;
            ulong t = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= t;
            _s3 = (_s3 << 45) | (_s3 >> 19);
            return result;
        }

        /// <summary>Uniform in [0, 1), 53 bits.</summary>
        public double NextDouble()
        {
            ulong bits = NextUInt64() >> 11;
            // By way of a signed local: a board's interpreter misreads chained casts of unsigned values.
            long mantissa = (long)bits;
            double scaled = mantissa;
            return scaled * (1.0 / 9007199254740992.0);
        }

        /// <summary>Uniform in [lower, upper).</summary>
        public double NextUniform(double lower, double upper)
        {
            return lower + (upper - lower) * NextDouble();
        }

        /// <summary>Uniform in 0 .. bound - 1; bound below 1 gives 0. Bias below bound / 2^31, nothing is rejected: one draw a
        /// call.</summary>
        public int NextInt32(int bound)
        {
            if (bound < 1)
            {
                return 0;
            }

            ulong scaled = (NextUInt64() >> 33) * (uint)bound;
            return (int)(scaled >> 31);
        }

        /// <summary>
        /// Standard normal, Marsaglia's polar method. The pair's second value is not kept, so that the four words are the whole state.
        /// </summary>
        public double NextGaussian()
        {
            double u;
            double s;
            do
            {
                u = 2.0 * NextDouble() - 1.0;
                double v = 2.0 * NextDouble() - 1.0;
                s = u * u + v * v;
            }
            while (s >= 1.0 || s == 0.0);
            return u * Math.Sqrt(-2.0 * Math.Log(s) / s);
        }

        private static ulong SplitMix64(ref ulong x)
        {
            x += 0x9E3779B97F4A7C15UL;
            ulong z = x;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
