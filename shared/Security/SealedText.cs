using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Security
{
    /// <summary>
    /// A short text that only the holder of a key can have written and only he can read: HMAC-SHA256 in counter mode over it, then
    /// HMAC-SHA256 over all of it (encrypt then authenticate), each with a key of its own, derived for one life of one receiver. What was
    /// sealed for another life, or another receiver, does not open. Layout: 16 bytes of nonce, the text, 32 bytes of code.
    /// </summary>
    public sealed class SealedText
    {
        public const int NonceBytes = 16;
        public const int OverheadBytes = NonceBytes + Sha256.DigestBytes;

        private const string CipherDomain = "mae/1/sealed/cipher";
        private const string CodeDomain = "mae/1/sealed/code";

        private readonly HmacSha256 _cipher;
        private readonly HmacSha256 _code;
        private readonly byte[] _block = new byte[NonceBytes + 4];
        private readonly byte[] _stream = new byte[Sha256.DigestBytes];

        /// <param name="key">32 bytes, secret.</param>
        /// <param name="receiver">Who it is for.</param>
        /// <param name="boots">Times the receiver was switched on.</param>
        /// <param name="instance">The number of this life of it.</param>
        public SealedText(byte[] key, string receiver, uint boots, uint instance)
        {
            _cipher = new HmacSha256(Derive(key, CipherDomain, receiver, boots, instance));
            _code = new HmacSha256(Derive(key, CodeDomain, receiver, boots, instance));
        }

        /// <summary>Encrypts the text in place, which stands behind room for the nonce, and writes the code behind it.</summary>
        /// <param name="buffer">The nonce, then the text, then room for the code.</param>
        /// <returns>Length of all.</returns>
        public int Seal(byte[] buffer, int textLength)
        {
            Apply(buffer, textLength);
            _code.Append(buffer, 0, NonceBytes + textLength);
            _code.Finish(buffer, NonceBytes + textLength);
            return OverheadBytes + textLength;
        }

        /// <summary>Checks and decrypts in place; the text then stands behind the nonce.</summary>
        /// <returns>Length of the text; -1: not from a holder of the key, or not for this life.</returns>
        public int TryOpen(byte[] buffer, int length)
        {
            int text = length - OverheadBytes;
            if (text < 0)
                return -1;
            _code.Append(buffer, 0, NonceBytes + text);
            _code.Finish(_stream, 0);
            if (!FixedTime.AreEqual(_stream, buffer, NonceBytes + text, Sha256.DigestBytes))
                return -1;
            Apply(buffer, text);
            return text;
        }

        private void Apply(byte[] buffer, int length)
        {
            for (int i = 0; i < NonceBytes; i++)
                _block[i] = buffer[i];
            for (int from = 0; from < length; from += Sha256.DigestBytes)
            {
                Bytes.PutU32(_block, NonceBytes, (uint)from);
                _cipher.Append(_block, 0, _block.Length);
                _cipher.Finish(_stream, 0);
                for (int i = 0; i < Sha256.DigestBytes && from + i < length; i++)
                    buffer[NonceBytes + from + i] ^= _stream[i];
            }
        }

        private static byte[] Derive(byte[] key, string domain, string receiver, uint boots, uint instance)
        {
            byte[] message = new byte[domain.Length + receiver.Length + 2 + 8];
            int at = Bytes.PutAscii(message, 0, domain) + 1;
            at = Bytes.PutAscii(message, at, receiver) + 1;
            Bytes.PutU32(message, at, boots);
            Bytes.PutU32(message, at + 4, instance);
            byte[] derived = new byte[Sha256.DigestBytes];
            HmacSha256 hmac = new HmacSha256(key);
            hmac.Append(message, 0, message.Length);
            hmac.Finish(derived, 0);
            return derived;
        }
    }
}
