using System;

namespace MultiAgentEdge.Wire
{
    /// <summary>
    /// Little-endian numbers in a byte array, without allocating. The caller guarantees the range.
    /// Casts from and to uint go through locals: boards misread them inside a larger expression.
    /// </summary>
    public static class Bytes
    {
        public static void PutU16(byte[] b, int at, int value)
        {
            b[at] = (byte)value;
            b[at + 1] = (byte)(value >> 8);
        }

        public static void PutU32(byte[] b, int at, uint value)
        {
            b[at] = (byte)value;
            b[at + 1] = (byte)(value >> 8);
            b[at + 2] = (byte)(value >> 16);
            b[at + 3] = (byte)(value >> 24);
        }

        public static void PutI64(byte[] b, int at, long value)
        {
            b[at] = (byte)value;
            b[at + 1] = (byte)(value >> 8);
            b[at + 2] = (byte)(value >> 16);
            b[at + 3] = (byte)(value >> 24);
            b[at + 4] = (byte)(value >> 32);
            b[at + 5] = (byte)(value >> 40);
            b[at + 6] = (byte)(value >> 48);
            b[at + 7] = (byte)(value >> 56);
        }

        public static void PutF64(byte[] b, int at, double value)
        {
            PutI64(b, at, BitConverter.DoubleToInt64Bits(value));
        }

        /// <summary>Boards have no SingleToInt32Bits that does not allocate, so the single's bits are taken from the double's.
        /// NaN is written as the quiet NaN 0x7FC00000.</summary>
        public static void PutF32(byte[] b, int at, float value)
        {
            if (float.IsNaN(value))
            {
                PutU32(b, at, 0x7FC00000);
                return;
            }

            double wide = value;
            long bits = BitConverter.DoubleToInt64Bits(wide);
            long sign = (bits >> 32) & 0x80000000L;
            long exponent = ((bits >> 52) & 0x7FF) - 896;
            long mantissa = (bits >> 29) & 0x7FFFFF;
            long single;
            if (exponent >= 255)
                single = 0x7F800000L;
            else if (exponent > 0)
                single = (exponent << 23) | mantissa;
            else if (exponent < -23)
                single = 0;
            else
                single = (mantissa | 0x800000L) >> (int)(1 - exponent);
            uint u = (uint)(sign | single);
            PutU32(b, at, u);
        }

        public static int GetU16(byte[] b, int at)
        {
            return b[at] | (b[at + 1] << 8);
        }

        public static uint GetU32(byte[] b, int at)
        {
            return BitConverter.ToUInt32(b, at);
        }

        public static long GetI64(byte[] b, int at)
        {
            return BitConverter.ToInt64(b, at);
        }

        public static double GetF64(byte[] b, int at)
        {
            return BitConverter.ToDouble(b, at);
        }

        public static float GetF32(byte[] b, int at)
        {
            return BitConverter.ToSingle(b, at);
        }

        /// <summary>Whether the double at <paramref name="at"/> is neither NaN nor infinite, told from its bits.</summary>
        public static bool IsFiniteF64(byte[] b, int at)
        {
            return (b[at + 7] & 0x7F) != 0x7F || (b[at + 6] & 0xF0) != 0xF0;
        }

        /// <summary>Whether <paramref name="count"/> doubles from <paramref name="at"/> on are all finite.</summary>
        public static bool AreFiniteF64(byte[] b, int at, int count)
        {
            int end = at + (8 * count);
            for (int i = at; i < end; i += 8)
            {
                if ((b[i + 7] & 0x7F) == 0x7F && (b[i + 6] & 0xF0) == 0xF0)
                    return false;
            }

            return true;
        }

        /// <summary>Whether the single at <paramref name="at"/> is neither NaN nor infinite.</summary>
        public static bool IsFiniteF32(byte[] b, int at)
        {
            return (b[at + 3] & 0x7F) != 0x7F || (b[at + 2] & 0x80) != 0x80;
        }

        /// <summary>Writes <paramref name="count"/> doubles and returns the offset behind them.</summary>
        public static int PutF64Array(byte[] b, int at, double[] values, int count)
        {
            for (int i = 0; i < count; i++)
            {
                // As PutI64, without the call: most of what a rover says goes through here.
                long value = BitConverter.DoubleToInt64Bits(values[i]);
                b[at] = (byte)value;
                b[at + 1] = (byte)(value >> 8);
                b[at + 2] = (byte)(value >> 16);
                b[at + 3] = (byte)(value >> 24);
                b[at + 4] = (byte)(value >> 32);
                b[at + 5] = (byte)(value >> 40);
                b[at + 6] = (byte)(value >> 48);
                b[at + 7] = (byte)(value >> 56);
                at += 8;
            }

            return at;
        }

        /// <summary>Reads <paramref name="count"/> doubles and returns the offset behind them.</summary>
        public static int GetF64Array(byte[] b, int at, double[] values, int count)
        {
            for (int i = 0; i < count; i++)
            {
                values[i] = BitConverter.ToDouble(b, at);
                at += 8;
            }

            return at;
        }

        /// <summary>Writes a string as ASCII ('?' for what is not) and returns the offset behind it.</summary>
        public static int PutAscii(byte[] b, int at, string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                int c = text[i];
                b[at + i] = c < 128 ? (byte)c : (byte)'?';
            }

            return at + text.Length;
        }

        /// <summary>Writes an integer in decimal ASCII digits and returns the offset behind it.</summary>
        public static int PutDecimal(byte[] b, int at, long value)
        {
            if (value == long.MinValue)
                return PutAscii(b, at, "-9223372036854775808");
            if (value < 0)
            {
                b[at] = (byte)'-';
                at++;
                value = -value;
            }

            int digits = 1;
            for (long rest = value / 10; rest > 0; rest /= 10)
                digits++;
            for (int i = digits - 1; i >= 0; i--)
            {
                b[at + i] = (byte)('0' + (int)(value % 10));
                value /= 10;
            }

            return at + digits;
        }

        /// <summary>Writes a 32-bit number as eight lower-case hexadecimal ASCII digits and returns the offset behind it.</summary>
        public static int PutHex32(byte[] b, int at, uint value)
        {
            for (int i = 0; i < 8; i++)
            {
                int nibble = (int)((value >> (28 - (4 * i))) & 0xF);
                b[at + i] = (byte)(nibble < 10 ? '0' + nibble : 'a' + nibble - 10);
            }

            return at + 8;
        }

        /// <summary>Whether the bytes are exactly the ASCII text.</summary>
        public static bool EqualsAscii(byte[] b, int at, int length, string text)
        {
            if (length != text.Length)
                return false;
            for (int i = 0; i < length; i++)
            {
                if (b[at + i] != text[i])
                    return false;
            }

            return true;
        }
    }
}
