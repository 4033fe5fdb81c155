using MultiAgentEdge.Hardware;
using MultiAgentEdge.Security;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// A rover that nobody knows yet: provisioned for the fleet <c>provisioning</c>, with the secret of its label as its key. It announces
    /// itself there like any rover, and becomes another fleet's by a sealed text of settings on <c>adopt</c>, which only who has read the
    /// label can write, for the life that the rover is in. Everything is taken or nothing.
    /// </summary>
    public sealed class AdoptionReceiver : IAdoption
    {
        /// <summary>The fleet of those that nobody has adopted.</summary>
        public const string Fleet = RoverOptions.UnownedFleet;

        private readonly RoverSettings _settings;
        private readonly ISmallFile _file;
        private readonly ILink _link;
        private readonly byte[] _key;
        private readonly string _name;
        private readonly uint _boots;
        private readonly string _topic;
        private readonly string _answerTopic;
        private bool _isAsked;

        /// <param name="options">Of this rover, with a key.</param>
        public AdoptionReceiver(RoverOptions options, RoverSettings settings, ISmallFile file, ILink link)
        {
            _settings = settings;
            _file = file;
            _link = link;
            _key = options.ParameterKey;
            _name = options.Name;
            _boots = options.BootCount;
            string prefix = RoverTopics.Root + Fleet + "/" + options.Name + "/";
            _topic = prefix + "adopt";
            _answerTopic = prefix + "adopted";
        }

        /// <summary>Whether a rover of these options waits for somebody.</summary>
        public static bool IsFor(RoverOptions options)
        {
            return options.Fleet == Fleet && options.ParameterKey != null;
        }

        /// <summary>The new settings are stored: the board is to start anew.</summary>
        public bool IsRestartWanted { get; private set; }

        public bool IsMine(string topic)
        {
            return topic == _topic;
        }

        /// <inheritdoc cref="IAdoption.Connected"/>
        public void Connected()
        {
            _link.TrySubscribe(_topic, true);
        }

        /// <inheritdoc cref="IAdoption.TryTake"/>
        public bool TryTake(LinkMessage message, uint instance, bool atRest)
        {
            if (message.IsRetained || instance == 0 || _isAsked || !atRest)
                return false;
            SealedText seal = new SealedText(_key, _name, _boots, instance);
            int length = seal.TryOpen(message.Payload, message.Length);
            if (length < 0)
                return false;
            _isAsked = true;
            string wrong = Apply(message.Payload, SealedText.NonceBytes, SealedText.NonceBytes + length);
            _isAsked = wrong == null;
            byte[] answer = new byte[160];
            int written = wrong == null ? Utf8.Put(answer, 0, "ok") : Utf8.Put(answer, 0, wrong);
            _link.TryPublish(_answerTopic, answer, written < 0 ? 0 : written, false, true);
            IsRestartWanted = wrong == null;
            return true;
        }

        /// <summary>Null where every line was taken and stored.</summary>
        private string Apply(byte[] text, int start, int end)
        {
            // Into a copy: a text of which one line is wrong changes nothing.
            byte[] before = new byte[RoverSettings.TextBytes];
            int length = _settings.Write(before);
            string wrong = TakeLines(text, start, end);
            if (wrong == null)
            {
                byte[] after = new byte[RoverSettings.TextBytes];
                int written = _settings.Write(after);
                wrong = written > 0 && _file.TryReplace(after, written) ? null : "the settings could not be written";
            }

            if (wrong != null)
                _settings.TryRead(before, length);
            return wrong;
        }

        private string TakeLines(byte[] text, int at, int end)
        {
            while (at < end)
            {
                int next = at;
                int equals = -1;
                while (next < end && text[next] != '\n')
                {
                    equals = equals < 0 && text[next] == '=' ? next : equals;
                    next++;
                }

                int setting = equals < 0 ? -1 : RoverSettings.Find(Utf8.Get(text, at, equals));
                if (setting < 0)
                    return "a setting that this rover does not know";
                string wrong = _settings.TrySet(setting, Utf8.Get(text, equals + 1, next));
                if (wrong != null)
                    return RoverSettings.NameOf(setting) + " " + wrong;
                at = next + 1;
            }

            return null;
        }
    }
}
