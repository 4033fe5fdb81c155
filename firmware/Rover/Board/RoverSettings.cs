using MultiAgentEdge.Hardware;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// What makes this rover this one: names, network, key, measured figures. A short UTF-8 text of <c>name=value</c> lines, closed by a
    /// <c>crc32=</c> line over all bytes before it, so that a torn or edited file is told from a whole one. The host writes and reads the
    /// same text with this class. Every value is checked as it is set; what is not set has the default of the firmware. A line of a whole
    /// text that this firmware does not take (a name from another version, a value out of its range) is skipped and said, and the others
    /// count.
    /// </summary>
    public sealed partial class RoverSettings
    {
        /// <summary>Longest text, bytes.</summary>
        public const int TextBytes = 1536;

        /// <summary>States of a body on a lane: position and speed.</summary>
        private const int LanePlaces = 2;

        /// <summary>Longest value.</summary>
        public const int ValueLength = 64;

        public const int Fleet = 0;
        public const int Name = 1;
        public const int WifiSsid = 2;
        public const int WifiPassword = 3;
        public const int BrokerHost = 4;
        public const int BrokerUser = 5;
        public const int BrokerPassword = 6;
        public const int ParameterKey = 7;
        public const int BrokerPort = 8;
        public const int BrokerTls = 9;
        public const int WheelRadiusUm = 10;
        public const int TrackWidthUm = 11;
        public const int TicksPerRevolution = 12;
        public const int MaxWheelSpeedMradS = 13;
        public const int DeadBandPermille = 14;
        public const int BatteryPermille = 15;
        public const int LowBatteryMv = 16;
        public const int CriticalBatteryMv = 17;
        public const int ParameterBytes = 18;
        public const int CouplingCapacity = 19;
        public const int NeighbourCapacity = 20;
        public const int StateCapacity = 21;
        public const int SensitivityCapacity = 22;

        /// <summary>Of the disc around the axle's middle that holds the body: others keep clear of it. 0: it keeps clear of
        /// nobody.</summary>
        public const int BodyRadiusUm = 23;

        /// <summary>True yaw rate over the gyroscope's own.</summary>
        public const int GyroscopePermille = 24;

        /// <summary>Settings there are.</summary>
        public const int Count = 25;

        /// <summary>Longest list of skipped names, characters; more are only counted.</summary>
        private const int SkippedLength = 160;

        private readonly string[] _values = new string[FirstNumber];
        private readonly int[] _numbers = new int[Count - FirstNumber]; // one more than the number; 0 where it is not set
        private readonly bool[] _refused = new bool[Count];

        /// <summary>What the last <see cref="TryRead"/> found.</summary>
        public SettingsState State { get; private set; }

        /// <summary>Lines that the last <see cref="TryRead"/> skipped.</summary>
        public int SkippedCount { get; private set; }

        /// <summary>Names of the skipped lines, separated by commas; empty for none. Never a value.</summary>
        public string Skipped { get; private set; } = "";

        /// <summary>
        /// False where a setting was refused whose default would be another rover's name, less protection or another broker: this rover
        /// keeps away from the broker until it is set again.
        /// </summary>
        public bool MayConnect
        {
            get { return !(_refused[Fleet] || _refused[Name] || _refused[BrokerHost] || _refused[BrokerTls] || _refused[ParameterKey]); }
        }

        /// <summary>False where there is no network, or its password was refused: an open network of that name is not this one.</summary>
        public bool MayJoinNetwork
        {
            get { return _values[WifiSsid] != null && !_refused[WifiPassword]; }
        }

        /// <summary>The setting of a name, or -1.</summary>
        public static int Find(string name)
        {
            for (int i = 0; i < Count; i++)
            {
                if (NameOf(i) == name)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Never shown, never logged: it can be set, and whether it is set can be seen.</summary>
        public static bool IsSecret(int setting)
        {
            return setting == WifiPassword || setting == BrokerPassword || setting == ParameterKey;
        }

        /// <summary>The value as text; null where it is not set.</summary>
        public string Text(int setting)
        {
            return setting < FirstNumber ? _values[setting] : IsSet(setting) ? (_numbers[setting - FirstNumber] - 1).ToString() : null;
        }

        /// <summary>The value as a number, or this default where it is not set.</summary>
        public int Number(int setting, int otherwise)
        {
            return IsSet(setting) ? _numbers[setting - FirstNumber] - 1 : otherwise;
        }

        /// <summary>Null where the value is taken, otherwise why not. An empty value unsets.</summary>
        public string TrySet(int setting, string value)
        {
            string wrong = value.Length == 0 ? null : Check(setting, value);
            if (wrong == null)
            {
                if (setting >= FirstNumber)
                {
                    // Of an empty text Parse says -1.
                    _numbers[setting - FirstNumber] = Parse(value) + 1;
                }
                else
                {
                    _values[setting] = value.Length == 0 ? null : value;
                }

                _refused[setting] = false;
            }

            return wrong;
        }

        /// <summary>Writes the text; returns its length, or 0 where it does not fit.</summary>
        public int Write(byte[] into)
        {
            int at = 0;
            for (int i = 0; i < Count; i++)
            {
                if (IsSet(i))
                {
                    at = Utf8.Put(into, Utf8.Put(into, Utf8.Put(into, Utf8.Put(into, at, NameOf(i)), "="), Text(i)), "\n");
                }
            }

            if (at < 0)
            {
                return 0;
            }

            uint crc = Crc32.Compute(into, 0, at);
            at = Utf8.Put(into, Utf8.Put(into, Utf8.Put(into, at, "crc32="), crc.ToString("X8")), "\n");
            return at < 0 ? 0 : at;
        }

        /// <summary>
        /// Takes a whole text, line by line; lines end in LF or CRLF. False: damaged or none, and everything is unset. True: whole, though
        /// lines may have been skipped (<see cref="SkippedCount"/>).
        /// </summary>
        public bool TryRead(byte[] from, int length)
        {
            Clear();
            State = length == 0 ? SettingsState.None : SettingsState.Damaged;
            int at = 0;
            while (at < length)
            {
                int next = at;
                while (next < length && from[next] != '\n')
                {
                    next++;
                }

                int end = next > at && from[next - 1] == '\r' ? next - 1 : next;
                int equals = at;
                while (equals < end && from[equals] != '=')
                {
                    equals++;
                }

                string name = Utf8.Get(from, at, equals);
                string value = equals < end ? Utf8.Get(from, equals + 1, end) : "";
                if (name == "crc32")
                {
                    if (value == Crc32.Compute(from, 0, at).ToString("X8") && next + 1 == length)
                    {
                        State = SkippedCount == 0 ? SettingsState.Whole : SettingsState.Skipped;
                        return true;
                    }

                    break;
                }

                if (end > at)
                {
                    Take(name, value, equals < end);
                }

                at = next + 1;
            }

            Clear();
            return false;
        }

        /// <summary>A decimal number from 0 to 999,999,999; -1 for anything else.</summary>
        public static int Parse(string digits)
        {
            if (digits.Length == 0 || digits.Length > 9)
            {
                return -1;
            }

            int number = 0;
            for (int i = 0; i < digits.Length; i++)
            {
                char c = digits[i];
                if (c < '0' || c > '9')
                {
                    return -1;
                }

                number = (number * 10) + (c - '0');
            }

            return number;
        }

        /// <summary>The agent's options; what is not set keeps its default.</summary>
        public RoverOptions ToOptions(uint bootCount)
        {
            RoverOptions options = new RoverOptions();
            options.BootCount = bootCount;
            if (_values[Fleet] != null)
            {
                options.Fleet = _values[Fleet];
            }

            if (_values[Name] != null)
            {
                options.Name = _values[Name];
            }

            for (int i = 0; i < options.Name.Length; i++)
            {
                options.Seed = (options.Seed * 31) + options.Name[i];
            }

            options.BrokerPassword = _values[BrokerPassword];
            options.LowBatteryV = Number(LowBatteryMv, 6600) * 0.001;
            options.CriticalBatteryV = Number(CriticalBatteryMv, 6000) * 0.001;
            // What fits an ESP32 without PSRAM beside Wi-Fi and TLS.
            options.ParameterBytes = Number(ParameterBytes, 12288);
            options.CouplingCapacity = Number(CouplingCapacity, 24);
            // Two wheels, on a lane or in the plane.
            options.InputCapacity = IsTracked ? 2 : 1;
            options.MessageBytes = RoverOptions.LeastMessageBytes(options.CouplingCapacity, options.InputCapacity);
            options.SensitivityCapacity = Number(SensitivityCapacity, 100);
            options.NeighbourCapacity = Number(NeighbourCapacity, options.NeighbourCapacity);
            options.StateCapacity = Number(StateCapacity, options.StateCapacity);
            options.BodyRadiusM = Number(BodyRadiusUm, 100000) * 1e-6;
            options.InputRatePerPeriod = RoverOptions.BoardInputRatePerPeriod;
            if (options.Fleet == RoverOptions.UnownedFleet && options.MessageBytes < RoverOptions.SealedTextBytes)
            {
                options.MessageBytes = RoverOptions.SealedTextBytes;
            }

            if (_values[ParameterKey] != null)
            {
                options.ParameterKey = new byte[32];
                for (int i = 0; i < 32; i++)
                {
                    options.ParameterKey[i] = (byte)((Nibble(_values[ParameterKey][2 * i]) << 4)
                        | Nibble(_values[ParameterKey][(2 * i) + 1]));
                }
            }

            return options;
        }

        /// <summary>Whether a tracker's word is of use: a rover whose sizes hold no place in the plane drives on a lane, by its
        /// wheels.</summary>
        public bool IsTracked
        {
            get { return Number(StateCapacity, LanePlaces + 1) > LanePlaces; }
        }

        /// <summary>True yaw rate over the gyroscope's own; 1 where nobody has measured it.</summary>
        public double GyroscopeScale
        {
            get { return Number(GyroscopePermille, 1000) * 0.001; }
        }

        /// <summary>The rover's figures; what was not measured keeps its nominal value.</summary>
        public DifferentialDriveGeometry ToGeometry()
        {
            DifferentialDriveGeometry geometry = new DifferentialDriveGeometry();
            geometry.WheelRadiusM = Number(WheelRadiusUm, 33500) * 1e-6;
            geometry.TrackWidthM = Number(TrackWidthUm, 140000) * 1e-6;
            geometry.TicksPerRevolution = Number(TicksPerRevolution, geometry.TicksPerRevolution);
            geometry.MaxWheelSpeedRadS = Number(MaxWheelSpeedMradS, 36000) * 1e-3;
            geometry.DeadBandDuty = Number(DeadBandPermille, 120) * 1e-3;
            return geometry;
        }

        private bool IsSet(int setting)
        {
            return setting < FirstNumber ? _values[setting] != null : _numbers[setting - FirstNumber] != 0;
        }

        private void Take(string name, string value, bool hasValue)
        {
            int setting = Find(name);
            if (setting >= 0 && hasValue && TrySet(setting, value) == null)
            {
                return;
            }

            if (setting >= 0)
            {
                _refused[setting] = true;
            }

            SkippedCount++;
            // What stands before the first = of a line that is none of ours may be anything, a secret too: only the look of a name is said.
            string shown = setting >= 0 || (hasValue && IsSettingName(name)) ? name : "?";
            if (Skipped.Length + shown.Length < SkippedLength)
            {
                Skipped = Skipped.Length == 0 ? shown : Skipped + "," + shown;
            }
        }

        private void Clear()
        {
            for (int i = 0; i < Count; i++)
            {
                if (i < FirstNumber)
                {
                    _values[i] = null;
                }
                else
                {
                    _numbers[i - FirstNumber] = 0;
                }

                _refused[i] = false;
            }

            SkippedCount = 0;
            Skipped = "";
        }
    }
}
