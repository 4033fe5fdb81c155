namespace MultiAgentEdge.Linalg
{
    /// <summary>
    /// Sine, cosine and tangent by +, -, * and one division, so that every board gives the bits of a PC; a board's own libm does not.
    /// </summary>
    public static class Trigonometry
    {
        // Half a pi in two parts: the first has 33 bits, so its multiples up to 2^20 are exact.
        private const double HalfPiHigh = 1.57079632673412561417e+00;
        private const double HalfPiLow = 6.07710050650619224932e-11;
        private const double QuadrantsPerRadian = 0.63661977236758134308;

        /// <summary>
        /// Taylor polynomials of degree 15 and 16 around the nearest quarter turn; off by at most 4e-16 for |angle| up to 1000 rad.
        /// </summary>
        /// <param name="angleRad">|angle| below 1e6, not NaN: the caller has checked its state.</param>
        public static void SinCos(double angleRad, out double sin, out double cos)
        {
            double turns = angleRad * QuadrantsPerRadian;
            int quadrant = (int)(turns >= 0.0 ? turns + 0.5 : turns - 0.5);
            double r = (angleRad - (quadrant * HalfPiHigh)) - (quadrant * HalfPiLow);
            double z = r * r;
            double s = r + (r * z * (-1.66666666666666667e-01 + (z * (8.33333333333333333e-03 + (z * (-1.98412698412698413e-04
                + (z * (2.75573192239858907e-06 + (z * (-2.50521083854417188e-08 + (z * (1.60590438368216146e-10
                - (z * 7.64716373181981648e-13)))))))))))));
            double c = 1.0 + (z * (-0.5 + (z * (4.16666666666666667e-02 + (z * (-1.38888888888888889e-03 + (z * (2.48015873015873016e-05
                + (z * (-2.75573192239858907e-07 + (z * (2.08767569878680990e-09 + (z * (-1.14707455977297247e-11
                + (z * 4.77947733238738530e-14)))))))))))))));
            switch (quadrant & 3)
            {
                case 0:
                    sin = s;
                    cos = c;
                    break;
                case 1:
                    sin = c;
                    cos = -s;
                    break;
                case 2:
                    sin = -s;
                    cos = -c;
                    break;
                default:
                    sin = -c;
                    cos = s;
                    break;
            }
        }

        /// <summary>Tangent of an angle in (-pi/2, pi/2); 0 where the cosine is too small to divide by.</summary>
        public static double Tan(double angleRad)
        {
            double sin;
            double cos;
            SinCos(angleRad, out sin, out cos);
            return cos < 1e-9 ? 0.0 : sin / cos;
        }
    }
}
