using MultiAgentEdge.Naming;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <content>What each setting is called and which values it takes.</content>
    public sealed partial class RoverSettings
    {
        /// <summary>Longest name of a network, bytes of UTF-8 (IEEE 802.11, 9.4.2.2).</summary>
        public const int SsidBytes = 32;

        private const int FirstNumber = BrokerPort;

        private static readonly string[] Names = new string[]
        {
            "fleet", "name", "wifi_ssid", "wifi_password", "broker_host", "broker_user", "broker_password", "parameter_key", "broker_port",
            "broker_tls",
            "wheel_radius_um", "track_width_um", "ticks_per_revolution", "max_wheel_speed_mrad_s", "dead_band_permille", "battery_permille",
            "low_battery_mv", "critical_battery_mv", "parameter_bytes", "coupling_capacity",
            "neighbour_capacity", "state_capacity", "sensitivity_capacity", "body_radius_um", "gyroscope_permille",
        };

        private static readonly int[] Least = new int[] { 1, 0, 5000, 20000, 4, 1000, 0, 500, 0, 0, 1024, 1, 0, 2, 0, 0, 800 };
        private static readonly int[] Most = new int[] { 65535, 1, 500000, 2000000, 1000000, 500000, 900, 2000, 60000, 60000, 65536, 256,
            64, 64, 65536, 1000000, 1200 };

        private static string Check(int setting, string value)
        {
            if (setting >= FirstNumber)
            {
                int number = Parse(value);
                int kind = setting - FirstNumber;
                return number >= Least[kind] && number <= Most[kind]
                    ? null
                    : "needs a number from " + Least[kind].ToString() + " to " + Most[kind].ToString();
            }

            for (int i = 0; i < value.Length; i++)
            {
                char c = value[i];
                if (c < ' ' || c == 127 || c == Utf8.NoCharacter)
                {
                    return "has a byte that is no character of UTF-8";
                }

                if (c > '~' && setting != WifiSsid)
                {
                    return "has a character that is not printable ASCII";
                }
            }

            return CheckText(setting, value);
        }

        private static string CheckText(int setting, string value)
        {
            switch (setting)
            {
                case Fleet:
                case Name:
                    return RoverName.IsValid(value) ? null : "takes " + RoverName.Rule;
                case WifiSsid:
                    return Utf8.ByteCount(value) <= SsidBytes ? null : "is longer than 32 bytes of UTF-8";
                case WifiPassword:
                    // WPA: a passphrase, or the key that is made from one (IEEE 802.11, J.4).
                    return value.Length >= 8 && (value.Length <= 63 || IsKey(value))
                        ? null
                        : "takes 8 to 63 characters, or a key of 64 hexadecimal digits";
                case ParameterKey:
                    return IsKey(value) ? null : "needs 64 hexadecimal digits";
                case BrokerHost:
                    return value.Length > ValueLength ? TooLong() : MultiAgentEdge.Naming.BrokerHosts.Check(value);
                default:
                    return value.Length > ValueLength ? TooLong() : null;
            }
        }

        private static string TooLong()
        {
            return "is longer than " + ValueLength.ToString() + " characters";
        }

        /// <summary>32 bytes as hexadecimal digits.</summary>
        private static bool IsKey(string value)
        {
            for (int i = 0; i < value.Length; i++)
            {
                if (Nibble(value[i]) < 0)
                {
                    return false;
                }
            }

            return value.Length == 64;
        }

        private static bool IsSettingName(string name)
        {
            for (int i = 0; i < name.Length; i++)
            {
                char c = name[i];
                if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
                {
                    return false;
                }
            }

            return name.Length > 0 && name.Length <= 24 && name.IndexOf('_') > 0;
        }

        private static int Nibble(char c)
        {
            return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        }
    }
}
