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

        // Not in tables: these would be heap for ever, and are asked for by a person at a console.

        /// <summary>The name of a setting.</summary>
        public static string NameOf(int setting)
        {
            switch (setting)
            {
                case Fleet:
                    return "fleet";
                case Name:
                    return "name";
                case WifiSsid:
                    return "wifi_ssid";
                case WifiPassword:
                    return "wifi_password";
                case BrokerHost:
                    return "broker_host";
                case BrokerUser:
                    return "broker_user";
                case BrokerPassword:
                    return "broker_password";
                case ParameterKey:
                    return "parameter_key";
                case BrokerPort:
                    return "broker_port";
                case BrokerTls:
                    return "broker_tls";
                case WheelRadiusUm:
                    return "wheel_radius_um";
                case TrackWidthUm:
                    return "track_width_um";
                case TicksPerRevolution:
                    return "ticks_per_revolution";
                case MaxWheelSpeedMradS:
                    return "max_wheel_speed_mrad_s";
                case DeadBandPermille:
                    return "dead_band_permille";
                case BatteryPermille:
                    return "battery_permille";
                case LowBatteryMv:
                    return "low_battery_mv";
                case CriticalBatteryMv:
                    return "critical_battery_mv";
                case ParameterBytes:
                    return "parameter_bytes";
                case CouplingCapacity:
                    return "coupling_capacity";
                case NeighbourCapacity:
                    return "neighbour_capacity";
                case StateCapacity:
                    return "state_capacity";
                case SensitivityCapacity:
                    return "sensitivity_capacity";
                case BodyRadiusUm:
                    return "body_radius_um";
                case GyroscopePermille:
                    return "gyroscope_permille";
                default:
                    return "";
            }
        }

        private static int LeastOf(int setting)
        {
            switch (setting)
            {
                case BrokerPort:
                case CouplingCapacity:
                    return 1;
                case WheelRadiusUm:
                    return 5000;
                case TrackWidthUm:
                    return 20000;
                case TicksPerRevolution:
                    return 4;
                case MaxWheelSpeedMradS:
                    return 1000;
                case BatteryPermille:
                    return 500;
                case GyroscopePermille:
                    return 800;
                case ParameterBytes:
                    return 1024;
                case StateCapacity:
                    return 2;
                default:
                    return 0;
            }
        }

        private static int MostOf(int setting)
        {
            switch (setting)
            {
                case BrokerPort:
                    return 65535;
                case BrokerTls:
                    return 1;
                case WheelRadiusUm:
                case MaxWheelSpeedMradS:
                    return 500000;
                case TrackWidthUm:
                    return 2000000;
                case TicksPerRevolution:
                case BodyRadiusUm:
                    return 1000000;
                case DeadBandPermille:
                    return 900;
                case BatteryPermille:
                    return 2000;
                case GyroscopePermille:
                    return 1200;
                case LowBatteryMv:
                case CriticalBatteryMv:
                    return 60000;
                case CouplingCapacity:
                    return 256;
                case NeighbourCapacity:
                case StateCapacity:
                    return 64;
                default:
                    return 65536;
            }
        }

        private static string Check(int setting, string value)
        {
            if (setting >= FirstNumber)
            {
                int number = Parse(value);
                int least = LeastOf(setting);
                int most = MostOf(setting);
                return number >= least && number <= most ? null : "needs a number from " + least.ToString() + " to " + most.ToString();
            }

            for (int i = 0; i < value.Length; i++)
            {
                char c = value[i];
                if (c < ' ' || c == 127 || c == Utf8.NoCharacter)
                {
                    return "has a control character or a byte that is not UTF-8";
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
