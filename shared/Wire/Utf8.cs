namespace MultiAgentEdge.Wire
{
    /// <summary>UTF-8 (RFC 3629) by hand: a board's library has no encodings, and the name of a network may be in any language.</summary>
    public static class Utf8
    {
        /// <summary>Stands in a text for a byte that is no character.</summary>
        public const char NoCharacter = '\uFFFD';

        /// <summary>Bytes of a text; half a surrogate pair counts as the question mark that is written for it.</summary>
        public static int ByteCount(string text)
        {
            int count = 0;
            for (int i = 0; i < text.Length; i++)
            {
                bool isPair = IsPair(text, i);
                count += isPair ? 4 : text[i] < 0x80 || IsSurrogate(text[i]) ? 1 : text[i] < 0x800 ? 2 : 3;
                i += isPair ? 1 : 0;
            }

            return count;
        }

        /// <summary>Writes a text; returns where the next one goes, or -1 where <paramref name="at"/> is -1 or it does not fit.</summary>
        public static int Put(byte[] into, int at, string text)
        {
            if (at < 0 || at + ByteCount(text) > into.Length)
            {
                return -1;
            }

            for (int i = 0; i < text.Length; i++)
            {
                int code = text[i];
                if (IsPair(text, i))
                {
                    i++;
                    code = 0x10000 + ((code - 0xD800) << 10) + (text[i] - 0xDC00);
                    into[at++] = (byte)(0xF0 | (code >> 18));
                    into[at++] = (byte)(0x80 | ((code >> 12) & 0x3F));
                    into[at++] = (byte)(0x80 | ((code >> 6) & 0x3F));
                    into[at++] = (byte)(0x80 | (code & 0x3F));
                }
                else if (code < 0x80 || IsSurrogate(text[i]))
                {
                    into[at++] = code < 0x80 ? (byte)code : (byte)'?';
                }
                else if (code < 0x800)
                {
                    into[at++] = (byte)(0xC0 | (code >> 6));
                    into[at++] = (byte)(0x80 | (code & 0x3F));
                }
                else
                {
                    into[at++] = (byte)(0xE0 | (code >> 12));
                    into[at++] = (byte)(0x80 | ((code >> 6) & 0x3F));
                    into[at++] = (byte)(0x80 | (code & 0x3F));
                }
            }

            return at;
        }

        /// <summary>Bytes as text. A control character, and each byte that is part of no character, becomes
        /// <see cref="NoCharacter"/>.</summary>
        public static string Get(byte[] from, int start, int end)
        {
            char[] text = new char[end - start];
            int length = 0;
            int at = start;
            while (at < end)
            {
                int bytes = Length(from, at, end);
                if (bytes == 1)
                {
                    text[length++] = from[at] < 32 || from[at] > 126 ? NoCharacter : (char)from[at];
                    at++;
                    continue;
                }

                int code = from[at] & (0xFF >> (bytes + 1));
                for (int i = 1; i < bytes; i++)
                {
                    code = (code << 6) | (from[at + i] & 0x3F);
                }

                at += bytes;
                if (code >= 0x10000)
                {
                    text[length++] = (char)(0xD800 + ((code - 0x10000) >> 10));
                    code = 0xDC00 + ((code - 0x10000) & 0x3FF);
                }

                text[length++] = (char)code;
            }

            return new string(text, 0, length);
        }

        public static bool IsSurrogate(char c)
        {
            return c >= 0xD800 && c <= 0xDFFF;
        }

        private static bool IsPair(string text, int i)
        {
            return text[i] >= 0xD800 && text[i] < 0xDC00 && i + 1 < text.Length && text[i + 1] >= 0xDC00 && text[i + 1] <= 0xDFFF;
        }

        /// <summary>Bytes of the character that begins here; 1 for what is no character as well.</summary>
        private static int Length(byte[] from, int at, int end)
        {
            int first = from[at];
            int bytes = first < 0xC2 || first > 0xF4 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            if (at + bytes > end)
            {
                return 1;
            }

            for (int i = 1; i < bytes; i++)
            {
                if ((from[at + i] & 0xC0) != 0x80)
                {
                    return 1;
                }
            }

            // Too long for what they say, half a surrogate pair, or above the last character there is (RFC 3629, 4).
            int second = bytes > 1 ? from[at + 1] : 0;
            bool isNone = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90)
                || (first == 0xF4 && second > 0x8F);
            return isNone ? 1 : bytes;
        }
    }
}
