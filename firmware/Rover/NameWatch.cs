using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// Tells whether another rover uses this one's name on the broker. Each of the two is thrown out when the other connects, and finds on
    /// its own info topic, when it is back, what it never said. What a broker kept from before this rover first spoke proves nothing: it
    /// may be its own, of an earlier boot.
    /// </summary>
    public sealed class NameWatch
    {
        /// <summary>The name counts as free again when nobody has used it for this long: longer than the longest wait between two attempts
        /// of the other.</summary>
        public const long FreeAfterUs = 60000000;

        private const string Key = "\"instance\":";

        private readonly RoverOptions _options;
        private long _takenUs;
        private bool _spoke;
        private bool _cameBack;

        public NameWatch(RoverOptions options)
        {
            _options = options;
            Instance = options.Instance;
        }

        /// <summary>This life's number; 0 before it is known.</summary>
        public uint Instance { get; private set; }

        public bool IsTaken { get; private set; }

        /// <summary>This rover is about to say who it is.</summary>
        public void Speak(long nowUs)
        {
            _cameBack = _spoke;
            _spoke = true;
            if (Instance != 0)
            {
                return;
            }

            // The moment at which a network let this rover in is as good as a random number.
            byte[] seed = new byte[12 + _options.Name.Length];
            Bytes.PutU32(seed, 0, (uint)nowUs);
            Bytes.PutU32(seed, 4, _options.BootCount);
            Bytes.PutU32(seed, 8, _options.Seed);
            for (int i = 0; i < _options.Name.Length; i++)
            {
                seed[12 + i] = (byte)_options.Name[i];
            }

            uint made = Crc32.Compute(seed, 0, seed.Length);
            Instance = made == 0 ? 1 : made;
        }

        /// <summary>Takes what stands on this rover's own info topic.</summary>
        /// <param name="isRetained">The broker had kept it: on the first connection of this life it is of before, however late it
        /// comes.</param>
        public void Hear(byte[] info, int length, bool isRetained, long nowUs)
        {
            uint instance = InstanceIn(info, length);
            if (_spoke && (_cameBack || !isRetained) && instance != 0 && instance != Instance)
            {
                IsTaken = true;
                _takenUs = nowUs;
            }
        }

        public void Poll(long nowUs)
        {
            // A clock that was set back makes the wait longer, not endless: the next word of the other begins it anew.
            if (IsTaken && nowUs - _takenUs > FreeAfterUs)
            {
                IsTaken = false;
            }
        }

        private static uint InstanceIn(byte[] info, int length)
        {
            for (int at = 0; at + Key.Length < length; at++)
            {
                int same = 0;
                while (same < Key.Length && info[at + same] == Key[same])
                {
                    same++;
                }

                if (same == Key.Length)
                {
                    return NumberAt(info, at + same, length);
                }
            }

            return 0;
        }

        private static uint NumberAt(byte[] text, int at, int length)
        {
            uint number = 0;
            for (int i = at; i < length && text[i] >= '0' && text[i] <= '9'; i++)
            {
                number = (number * 10) + text[i] - '0';
            }

            return number;
        }
    }
}
