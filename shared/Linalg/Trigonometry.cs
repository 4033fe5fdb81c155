namespace MultiAgentEdge.Linalg
{
    /// <summary>
    /// Sine, cosine, tangent and the angle of a vector by +, -, * and one or two divisions, so that every board gives the bits of a PC; a
    /// board's own libm does not.
    /// </summary>
    public static class Trigonometry
    {
        // Half a pi in two parts: the first has 33 bits, so its multiples up to 2^20 are exact.
        private const double HalfPiHigh = 1.57079632673412561417e+00;
        private const double HalfPiLow = 6.07710050650619224932e-11;
        private const double HalfPi = 1.57079632679489661923;
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

        /// <summary>The angle of (x, y), in [-pi, pi]; 0 for (0, 0). Neither may be NaN or infinite. Off by at most 1e-15 rad.</summary>
        /// <remarks>Reduction at 7/16, 11/16, 19/16 and 39/16 and the polynomial of degree 21 are those of fdlibm (Sun Microsystems
        /// 1993).</remarks>
        public static double Atan2(double y, double x)
        {
            double ax = x < 0.0 ? -x : x;
            double ay = y < 0.0 ? -y : y;
            double angle;
            if (ay > ax)
            {
                angle = HalfPi - Atan(ax / ay);
            }
            else if (ax > 0.0)
            {
                angle = Atan(ay / ax);
            }
            else
            {
                return 0.0;
            }

            if (x < 0.0)
            {
                angle = (2.0 * HalfPi) - angle;
            }

            return y < 0.0 ? -angle : angle;
        }

        /// <param name="ratio">In [0, 1].</param>
        private static double Atan(double ratio)
        {
            double high;
            double low;
            double r;
            if (ratio < 0.4375)
            {
                high = 0.0;
                low = 0.0;
                r = ratio;
            }
            else if (ratio < 0.6875)
            {
                high = 4.63647609000806093515e-01;
                low = 2.26987774529616870924e-17;
                r = ((2.0 * ratio) - 1.0) / (2.0 + ratio);
            }
            else
            {
                high = 7.85398163397448278999e-01;
                low = 3.06161699786838301793e-17;
                r = (ratio - 1.0) / (ratio + 1.0);
            }

            double z = r * r;
            double w = z * z;
            double odd = z * (3.33333333333329318027e-01 + (w * (1.42857142725034663711e-01 + (w * (9.09088713343650656196e-02
                + (w * (6.66107313738753120669e-02 + (w * (4.97687799461593236017e-02 + (w * 1.62858201153657823623e-02))))))))));
            double even = w * (-1.99999999998764832476e-01 + (w * (-1.11111104054623557880e-01 + (w * (-7.69187620504482999495e-02
                + (w * (-5.83357013379057348645e-02 - (w * 3.65315727442169155270e-02))))))));
            return high - (((r * (odd + even)) - low) - r);
        }
    }
}
