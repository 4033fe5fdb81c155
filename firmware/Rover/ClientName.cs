using MultiAgentEdge.Security;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// The client id of a rover: fleet, role and name, between dots, which no name has. A broker lets go of the first of two clients of one
    /// id, so an id that anybody can say is a way to throw a rover out: with a password, its end is a digest of it, which another rover's
    /// credential does not give. The same at every boot, so that a broker ends what a lost connection left behind.
    /// </summary>
    public static class ClientName
    {
        private const string Digits = "0123456789abcdef";
        private const int TagBytes = 8;

        /// <param name="password">At the broker; null or empty: none.</param>
        public static string Of(string fleet, string rover, string password)
        {
            string id = "mae." + fleet + ".rover." + rover;
            return password == null || password.Length == 0 ? id : id + "." + Tag(id, password);
        }

        private static string Tag(string id, string password)
        {
            HmacSha256 hmac = new HmacSha256(Ascii(password));
            byte[] text = Ascii(id);
            byte[] digest = new byte[Sha256.DigestBytes];
            hmac.Append(text, 0, text.Length);
            hmac.Finish(digest, 0);
            string tag = "";
            for (int i = 0; i < TagBytes; i++)
            {
                tag += Digits.Substring(digest[i] >> 4, 1) + Digits.Substring(digest[i] & 15, 1);
            }

            return tag;
        }

        private static byte[] Ascii(string text)
        {
            byte[] bytes = new byte[text.Length];
            for (int i = 0; i < text.Length; i++)
            {
                bytes[i] = (byte)text[i];
            }

            return bytes;
        }
    }
}
