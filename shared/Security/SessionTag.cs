using System;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Security
{
    /// <summary>
    /// The code under every frame that moves one rover (commands and prices), in one life of it: SipHash-2-4 over header and payload, with
    /// a key that host and rover derive from the rover's own by HMAC-SHA256 with the number of boots and the number of the life, which the
    /// rover says in its info. Nothing secret travels. What was recorded in another life, or for another rover, has another key; what was
    /// recorded in this one has a number that has passed. Allocates nothing after construction.
    /// </summary>
    public sealed class SessionTag
    {
        public const int TagBytes = 8;

        // Keeps this key apart from any other use of the rover's.
        private const string Domain = "mae/1/session";

        private readonly HmacSha256 _hmac;
        private readonly SipHash _code = new SipHash();
        private readonly byte[] _message;
        private readonly byte[] _key = new byte[Sha256.DigestBytes];

        /// <param name="key">32 bytes: the rover's key; copied.</param>
        /// <exception cref="ArgumentException">The key has another length: a rover with half a key must not start.</exception>
        public SessionTag(byte[] key, string fleet, string rover)
        {
            if (key.Length != ParameterSignature.KeyBytes)
                throw new ArgumentException("key");
            _hmac = new HmacSha256(key);
            _message = new byte[Domain.Length + fleet.Length + rover.Length + 3 + 8];
            int at = Bytes.PutAscii(_message, 0, Domain) + 1;
            at = Bytes.PutAscii(_message, at, fleet) + 1;
            Bytes.PutAscii(_message, at, rover);
        }

        /// <summary>False before the first <see cref="Begin"/>: nothing is genuine.</summary>
        public bool HasBegun { get; private set; }

        /// <param name="boots">Times the rover was switched on.</param>
        /// <param name="instance">The number of this life of it.</param>
        public void Begin(uint boots, uint instance)
        {
            Bytes.PutU32(_message, _message.Length - 8, boots);
            Bytes.PutU32(_message, _message.Length - 4, instance);
            _hmac.Append(_message, 0, _message.Length);
            _hmac.Finish(_key, 0);
            _code.SetKey(_key, 0);
            HasBegun = true;
        }

        /// <summary>Writes the code of the first <paramref name="count"/> bytes behind them.</summary>
        public void Put(byte[] frame, int count)
        {
            ulong code = _code.Compute(frame, 0, count);
            Bytes.PutU32(frame, count, (uint)code);
            Bytes.PutU32(frame, count + 4, (uint)(code >> 32));
        }

        /// <summary>Whether a holder of the key wrote these bytes in this life.</summary>
        public bool IsOver(byte[] frame, int count)
        {
            ulong code = _code.Compute(frame, 0, count);
            // Both halves are always looked at.
            return HasBegun && ((Bytes.GetU32(frame, count) ^ (uint)code) | (Bytes.GetU32(frame, count + 4) ^ (uint)(code >> 32))) == 0;
        }
    }
}
