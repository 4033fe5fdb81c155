using System;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Security
{
    /// <summary>
    /// One rover's signature under the parameter sets meant for it: HMAC-SHA256 over domain, fleet, rover, epoch and sequence of the frame,
    /// and everything that <see cref="DesiredFrame"/> says before its signature, the set's SHA-256 included. Host and rover use this same
    /// class; the key is in both and never travels. Allocates nothing after construction.
    /// </summary>
    public sealed class ParameterSignature
    {
        public const int KeyBytes = 32;

        // Keeps these codes apart from any other use of the key.
        private const string Domain = "mae/1/param/desired";

        /// <summary>Of program images (firmware), so that a word about a parameter set is never one about a program.</summary>
        public const string ProgramDomain = "mae/1/firmware/desired";

        private readonly HmacSha256 _hmac;
        private readonly Sha256 _sha = new Sha256();
        private readonly byte[] _expected = new byte[Sha256.DigestBytes];
        private readonly byte[] _message;
        private readonly int _prefixBytes;

        /// <param name="key">32 bytes, secret, random or derived; copied.</param>
        /// <exception cref="ArgumentException">The key has another length: a rover with half a key must not start.</exception>
        public ParameterSignature(byte[] key, string fleet, string rover)
            : this(key, fleet, rover, Domain)
        {
        }

        /// <param name="domain">What is signed: parameter sets, or <see cref="ProgramDomain"/>.</param>
        public ParameterSignature(byte[] key, string fleet, string rover, string domain)
        {
            if (key.Length != KeyBytes)
                throw new ArgumentException("key");
            _hmac = new HmacSha256(key);
            // The terminating zeros keep ("ab", "c") and ("a", "bc") apart; no name contains one.
            _message = new byte[domain.Length + fleet.Length + rover.Length + 3 + 8 + DesiredFrame.PayloadBytes];
            int at = Bytes.PutAscii(_message, 0, domain) + 1;
            at = Bytes.PutAscii(_message, at, fleet) + 1;
            _prefixBytes = Bytes.PutAscii(_message, at, rover) + 1;
        }

        /// <summary>Puts the digest of the set and the signature into the frame; every other field must be final.</summary>
        /// <param name="epoch">Of the frame's header, and so is the sequence: a genuine announcement under another number would make the
        /// host's own look old.</param>
        public void Sign(DesiredFrame desired, byte[] set, int length, uint epoch, uint sequence)
        {
            _sha.Append(set, 0, length);
            _sha.Finish(desired.Digest, 0);
            Sign(desired, epoch, sequence);
        }

        /// <summary>As above, for a frame that has its digest already.</summary>
        public void Sign(DesiredFrame desired, uint epoch, uint sequence)
        {
            Compute(desired, epoch, sequence, desired.Signature);
        }

        /// <summary>Whether a holder of the key said exactly this to this rover, under this number.</summary>
        public bool IsSignatureOf(DesiredFrame desired, uint epoch, uint sequence)
        {
            Compute(desired, epoch, sequence, _expected);
            return FixedTime.AreEqual(_expected, desired.Signature, Sha256.DigestBytes);
        }

        /// <summary>Whether these are the very bytes that a checked frame announced.</summary>
        public bool IsSetOf(DesiredFrame desired, IParameterBytes set)
        {
            // Behind the prefix there is room between two messages.
            int piece = _message.Length - _prefixBytes;
            for (int at = 0; at < set.Length; at += piece)
            {
                int count = set.Length - at < piece ? set.Length - at : piece;
                if (!set.TryRead(at, _message, _prefixBytes, count))
                {
                    _sha.Begin();
                    return false;
                }

                _sha.Append(_message, _prefixBytes, count);
            }

            _sha.Finish(_expected, 0);
            return set.Length == desired.ByteCount && FixedTime.AreEqual(_expected, desired.Digest, Sha256.DigestBytes);
        }

        private void Compute(DesiredFrame desired, uint epoch, uint sequence, byte[] into)
        {
            Bytes.PutU32(_message, _prefixBytes, epoch);
            Bytes.PutU32(_message, _prefixBytes + 4, sequence);
            desired.Write(_message, _prefixBytes + 8);
            _hmac.Append(_message, 0, _prefixBytes + 8 + DesiredFrame.SignedBytes);
            _hmac.Finish(into, 0);
        }
    }
}
