using MultiAgentEdge.Hardware;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// What makes this rover this one: names, network, key, measured figures. A short text of <c>name=value</c> lines, closed by a
    /// <c>crc32=</c> line over all bytes before it, so that a torn or edited file is told from a whole one. The host writes and reads the
    /// same text with this class. Every value is checked as it is set; what is not set has the default of the firmware.
    /// </summary>
    public sealed class RoverSettings
    {
        /// <summary>Longest text, bytes.</summary>
        public const int TextBytes = 1536;

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

        /// <summary>Settings there are.</summary>
        public const int Count = 23;

        private const int FirstNumber = BrokerPort;

        private static readonly string[] Names = new string[]
        {
            "fleet", "name", "wifi_ssid", "wifi_password", "broker_host", "broker_user", "broker_password", "parameter_key", "broker_port", "broker_tls",
            "wheel_radius_um", "track_width_um", "ticks_per_revolution", "max_wheel_speed_mrad_s", "dead_band_permille", "battery_permille",
            "low_battery_mv", "critical_battery_mv", "parameter_bytes", "coupling_capacity",
            "neighbour_capacity", "state_capacity", "sensitivity_capacity",
        };

        private static readonly int[] Least = new int[] { 1, 0, 5000, 20000, 4, 1000, 0, 500, 0, 0, 1024, 1, 0, 2, 0 };
        private static readonly int[] Most = new int[] { 65535, 1, 500000, 2000000, 1000000, 500000, 900, 2000, 60000, 60000, 65536, 256, 64, 64, 65536 };

        private readonly string[] _values = new string[Count];

        /// <summary>The name of a setting.</summary>
        public static string NameOf(int setting)
        {
            return Names[setting];
        }

        /// <summary>The setting of a name, or -1.</summary>
        public static int Find(string name)
        {
            for (int i = 0; i < Count; i++)
            {
                if (Names[i] == name)
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
            return _values[setting];
        }

        /// <summary>The value as a number, or this default where it is not set.</summary>
        public int Number(int setting, int otherwise)
        {
            int number = _values[setting] == null ? -1 : Parse(_values[setting]);
            return number < 0 ? otherwise : number;
        }

        /// <summary>Null where the value is taken, otherwise why not. An empty value unsets.</summary>
        public string TrySet(int setting, string value)
        {
            if (value.Length == 0)
            {
                _values[setting] = null;
                return null;
            }

            string wrong = Check(setting, value);
            if (wrong == null)
            {
                _values[setting] = value;
            }

            return wrong;
        }

        /// <summary>Writes the text; returns its length, or 0 where it does not fit.</summary>
        public int Write(byte[] into)
        {
            int at = 0;
            for (int i = 0; i < Count; i++)
            {
                if (_values[i] != null)
                {
                    at = Put(into, Put(into, Put(into, Put(into, at, Names[i]), "="), _values[i]), "\n");
                }
            }

            if (at < 0)
            {
                return 0;
            }

            uint crc = Crc32.Compute(into, 0, at);
            at = Put(into, Put(into, Put(into, at, "crc32="), crc.ToString("X8")), "\n");
            return at < 0 ? 0 : at;
        }

        /// <summary>Takes a whole text. False: damaged, or a line that this firmware does not take; everything is then unset.</summary>
        public bool TryRead(byte[] from, int length)
        {
            Clear();
            int at = 0;
            while (at < length)
            {
                int end = at;
                while (end < length && from[end] != '\n')
                {
                    end++;
                }

                int equals = at;
                while (equals < end && from[equals] != '=')
                {
                    equals++;
                }

                string name = Ascii(from, at, equals);
                string value = equals < end ? Ascii(from, equals + 1, end) : "";
                if (name == "crc32")
                {
                    if (value == Crc32.Compute(from, 0, at).ToString("X8") && end + 1 == length)
                    {
                        return true;
                    }

                    break;
                }

                int setting = Find(name);
                if (setting < 0 || TrySet(setting, value) != null)
                {
                    break;
                }

                at = end + 1;
            }

            Clear();
            return false;
        }

        /// <summary>Bytes of a file as text; what is not printable ASCII becomes a question mark.</summary>
        public static string Ascii(byte[] from, int start, int end)
        {
            char[] text = new char[end - start];
            for (int i = start; i < end; i++)
            {
                byte value = from[i];
                text[i - start] = value < 32 || value > 126 ? '?' : (char)value;
            }

            return new string(text);
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
            // What fits an ESP32 without PSRAM beside Wi-Fi and TLS; pushes come in chunks of 1 kB.
            options.ParameterBytes = Number(ParameterBytes, 12288);
            options.CouplingCapacity = Number(CouplingCapacity, 24);
            options.MessageBytes = 1100;
            options.SensitivityCapacity = Number(SensitivityCapacity, 100);
            options.NeighbourCapacity = Number(NeighbourCapacity, options.NeighbourCapacity);
            options.StateCapacity = Number(StateCapacity, options.StateCapacity);
            options.InputRatePerPeriod = 0.5;
            if (_values[ParameterKey] != null)
            {
                options.ParameterKey = new byte[32];
                for (int i = 0; i < 32; i++)
                {
                    options.ParameterKey[i] = (byte)((Nibble(_values[ParameterKey][2 * i]) << 4) | Nibble(_values[ParameterKey][(2 * i) + 1]));
                }
            }

            return options;
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

        private void Clear()
        {
            for (int i = 0; i < Count; i++)
            {
                _values[i] = null;
            }
        }

        private static string Check(int setting, string value)
        {
            if (setting >= FirstNumber)
            {
                int number = Parse(value);
                int kind = setting - FirstNumber;
                return number >= Least[kind] && number <= Most[kind] ? null : "needs a number from " + Least[kind].ToString() + " to " + Most[kind].ToString();
            }

            if (value.Length > ValueLength)
            {
                return "is longer than " + ValueLength.ToString() + " characters";
            }

            if (setting == ParameterKey && value.Length != 64)
            {
                return "needs 64 hexadecimal digits";
            }

            for (int i = 0; i < value.Length; i++)
            {
                char c = value[i];
                if (c < ' ' || c > '~')
                {
                    return "has a character that is not printable ASCII";
                }

                if (setting == ParameterKey && Nibble(c) < 0)
                {
                    return "needs 64 hexadecimal digits";
                }

                if ((setting == Fleet || setting == Name) && !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
                {
                    return "takes a-z, 0-9 and - only";
                }
            }

            return null;
        }

        private static int Nibble(char c)
        {
            return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        }

        /// <summary>Where the next text goes; -1 once something did not fit.</summary>
        private static int Put(byte[] into, int at, string text)
        {
            if (at < 0 || at + text.Length > into.Length)
            {
                return -1;
            }

            for (int i = 0; i < text.Length; i++)
            {
                into[at + i] = (byte)text[i];
            }

            return at + text.Length;
        }
    }
}
