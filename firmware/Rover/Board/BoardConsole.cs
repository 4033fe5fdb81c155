using MultiAgentEdge.Hardware;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// The console on the rover's serial line: one command a line, one answer a line, which begins with <c>ok</c> or <c>error</c>.
    /// A line ends in LF, CR or CRLF, whichever the terminal sends; an empty one has no answer. Numbers are whole, with their unit in the
    /// name. README of firmware/Rover.Nano lists the commands. A person or <c>mae</c> types them; a rover that drives takes only
    /// <c>info</c>, <c>sense</c> and <c>stop</c>.
    /// </summary>
    public sealed class BoardConsole
    {
        private const int LineLength = 120;

        private const byte Backspace = 8;
        private const byte Delete = 127;

        private readonly BoardParts _parts;
        private readonly BoardRover _rover;
        private readonly byte[] _arrived = new byte[32];
        private readonly byte[] _line = new byte[LineLength];
        private readonly double[] _state = new double[8];
        private int _length;
        private bool _tooLong;
        private string _rest;
        private long _freeBytes = -1;

        public BoardConsole(BoardParts parts, BoardRover rover)
        {
            _parts = parts;
            _rover = rover;
        }

        public void Poll()
        {
            int count = _parts.Console.Read(_arrived);
            for (int i = 0; i < count; i++)
            {
                Take(_arrived[i]);
            }
        }

        private void Take(byte value)
        {
            if (value == '\n' || value == '\r')
            {
                string answer = _tooLong ? "error line too long" : _length == 0 ? "" : Answer(Utf8.Get(_line, 0, _length));
                _length = 0;
                _tooLong = false;
                Say(answer);
            }
            else if (value == Backspace || value == Delete)
            {
                _length = _length > 0 ? _length - 1 : 0;
            }
            else if (_length < LineLength)
            {
                _line[_length] = value;
                _length++;
            }
            else
            {
                _tooLong = true;
            }
        }

        private string Answer(string line)
        {
            _rest = line;
            string verb = Word();
            switch (verb)
            {
                case "info":
                    return Info();
                case "sense":
                    return Sense();
                case "stop":
                    if (_rover.Trial != null)
                    {
                        _rover.Trial.Stop();
                    }

                    _parts.Agent.Body.Stop();
                    return "ok";
                default:
                    break;
            }

            if (_rover.Agent.IsDriving || _rover.Agent.Mode == RoverMode.Armed)
            {
                return "error the rover is armed; disarm it first";
            }

            switch (verb)
            {
                case "get":
                    return Get();
                case "set":
                    return Set();
                case "save":
                    // Rare, and at rest: no reason to hold it for ever.
                    byte[] text = new byte[RoverSettings.TextBytes];
                    int length = _rover.Settings.Write(text);
                    return length > 0 && _parts.SettingsFile.TryReplace(text, length)
                        ? "ok bytes=" + length.ToString()
                        : "error the settings could not be written";
                case "identify":
                    _rover.Identify();
                    return "ok";
                case "motor":
                    return Motor();
                case "reboot":
                    Say("ok");
                    _parts.Platform.Reboot();
                    return "";
                default:
                    return "error unknown command; there are info sense stop get set save identify motor reboot";
            }
        }

        private string Info()
        {
            RoverAgent agent = _rover.Agent;
            RoverOptions defaults = _rover.Settings.ToOptions(_rover.BootCount);
            return "ok firmware=" + defaults.FirmwareVersion + " board=" + _parts.Platform.BoardName + " serial="
                + _parts.Platform.SerialNumber + " fleet=" + defaults.Fleet
                + " name=" + defaults.Name
                + " mode=" + ((int)agent.Mode).ToString() + " parameters=" + agent.ParameterVersion.ToString() + " boots="
                + _rover.BootCount.ToString() + " boots_stored=" + Bit(_rover.IsBootCountStored)
                + " network=" + Bit(_parts.Platform.IsNetworkUp) + " broker=" + Bit(_parts.Agent.Link.IsConnected) + " signed="
                + Bit(defaults.ParameterKey != null)
                + " stalls=" + _rover.Stalls.ToString() + " free_bytes=" + FreeBytes().ToString()
                + " settings=" + Found(_rover.Settings.State)
                + (_rover.Settings.SkippedCount == 0 ? "" : " skipped=" + _rover.Settings.Skipped);
        }

        /// <summary>Asking a board what is free collects, which stops it for a while: a rover that drives says what it was
        /// before.</summary>
        private long FreeBytes()
        {
            if (!_rover.Agent.IsDriving && _rover.Agent.Mode != RoverMode.Armed)
            {
                _freeBytes = _parts.Platform.FreeBytes;
            }

            return _freeBytes;
        }

        private string Sense()
        {
            double volts = 0.0;
            bool read = _parts.Agent.Battery != null && _parts.Agent.Battery.TryReadVoltage(ref volts);
            string wheels = _parts.LeftEncoder == null
                ? ""
                : " left_ticks=" + _parts.LeftEncoder.Ticks.ToString() + " right_ticks=" + _parts.RightEncoder.Ticks.ToString();
            bool sensed = _parts.Agent.Body.TrySense(_state);
            double yawRateRadS = 0.0;
            bool turned = _parts.YawRate != null && _parts.YawRate.TryReadYawRate(ref yawRateRadS);
            return "ok running=" + Bit(_rover.Trial != null && _rover.Trial.IsRunning) + wheels
                + (read ? " battery_mv=" + ((int)(volts * 1000.0)).ToString() : "")
                + (_parts.Agent.EmergencyStop == null ? "" : " emergency_stop=" + Bit(_parts.Agent.EmergencyStop.IsPressed))
                + (_parts.Gyroscope == null ? "" : " gyroscope=" + _parts.Gyroscope)
                + (turned ? " yaw_mrad_s=" + ((int)(yawRateRadS * 1000.0)).ToString() : "")
                + (sensed ? " position_um=" + ((int)(_state[0] * 1e6)).ToString() : "");
        }

        private string Get()
        {
            int setting = RoverSettings.Find(Word());
            if (setting < 0)
            {
                return "error no such setting";
            }

            string value = _rover.Settings.Text(setting);
            string shown = value == null ? "" : RoverSettings.IsSecret(setting) ? "*" : value;
            return "ok " + RoverSettings.NameOf(setting) + "=" + shown;
        }

        private string Set()
        {
            int setting = RoverSettings.Find(Word());
            if (setting < 0)
            {
                return "error no such setting";
            }

            string wrong = _rover.Settings.TrySet(setting, _rest);
            return wrong == null ? "ok" : "error " + RoverSettings.NameOf(setting) + " " + wrong;
        }

        private string Motor()
        {
            int left = Signed(Word());
            int right = Signed(Word());
            int durationMs = RoverSettings.Parse(Word());
            if (_rover.Trial == null)
            {
                return "error this rover has no motors";
            }

            if (left < -1000 || right < -1000 || left > 1000 || right > 1000 || durationMs < 1 || durationMs > MotorTrial.LongestMs)
            {
                return "error needs left and right duty from -1000 to 1000 and milliseconds from 1 to 5000";
            }

            if (_parts.Agent.EmergencyStop != null && _parts.Agent.EmergencyStop.IsPressed)
            {
                return "error the emergency stop is pressed";
            }

            _rover.Trial.Start(left * 0.001, right * 0.001, durationMs);
            return "ok";
        }

        /// <summary>The next word of the line, after any blanks; what follows the blank behind it stays in its field, to the
        /// byte.</summary>
        private string Word()
        {
            int start = 0;
            while (start < _rest.Length && _rest[start] == ' ')
            {
                start++;
            }

            _rest = _rest.Substring(start);
            int end = _rest.IndexOf(' ');
            string word = end < 0 ? _rest : _rest.Substring(0, end);
            _rest = end < 0 ? "" : _rest.Substring(end + 1);
            return word;
        }

        /// <summary>A number with or without a minus; -10000 for anything else.</summary>
        private static int Signed(string word)
        {
            bool negative = word.Length > 0 && word[0] == '-';
            int magnitude = RoverSettings.Parse(negative ? word.Substring(1) : word);
            return magnitude < 0 ? -10000 : negative ? -magnitude : magnitude;
        }

        private static string Found(SettingsState state)
        {
            return state == SettingsState.Whole
                ? "whole"
                : state == SettingsState.Skipped ? "skipped"
                : state == SettingsState.Damaged ? "damaged" : "none";
        }

        private static string Bit(bool value)
        {
            return value ? "1" : "0";
        }

        private void Say(string answer)
        {
            if (answer.Length == 0)
            {
                return;
            }

            // Somebody asks seldom: no reason to hold it for ever.
            byte[] line = new byte[Utf8.ByteCount(answer) + 1];
            Utf8.Put(line, 0, answer);
            line[line.Length - 1] = (byte)'\n';
            _parts.Console.Write(line, line.Length);
        }
    }
}
