using MultiAgentEdge.Hardware;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// A whole rover, the same on every board: agent, console, light, and a guard against a loop that stalls. The entry point calls
    /// <see cref="Poll"/> from its main loop, and <see cref="Guard"/> some fifty times a second from another thread.
    /// </summary>
    public sealed class BoardRover
    {
        /// <summary>A loop that stood still for this long will not come back by itself.</summary>
        public const long RebootAfterUs = 10000000;

        private const long IdentifyUs = 5000000;

        private readonly BoardParts _parts;
        private readonly BoardConsole _console;
        private readonly IClock _clock;
        private readonly AdoptionReceiver _adoption;
        private long _identifyUntilUs;
        private int _identified;
        private long _lastPollUs;
        private bool _stalled;

        /// <param name="bootFile">Where boots are counted.</param>
        public BoardRover(BoardParts parts, RoverSettings settings, ISmallFile bootFile)
        {
            _parts = parts;
            _clock = parts.Agent.Clock;
            Settings = settings;
            bool stored;
            BootCount = BootCounter.Next(bootFile, out stored);
            IsBootCountStored = stored;
            RoverOptions options = settings.ToOptions(BootCount);
            options.IsBootCountStored = stored;
            options.OwnMissions = parts.OwnMissions;
            if (parts.Agent.Program != null)
            {
                options.FirmwareVersion = parts.Agent.Program.Version;
            }

            parts.Agent.Platform = parts.Platform;
            if (AdoptionReceiver.IsFor(options) && parts.SettingsFile != null)
            {
                _adoption = new AdoptionReceiver(options, settings, parts.SettingsFile, parts.Agent.Link);
                parts.Agent.Adoption = _adoption;
            }

            Agent = new RoverAgent(options, parts.Agent);
            Trial = parts.LeftMotor == null ? null : new MotorTrial(parts.LeftMotor, parts.RightMotor, _clock);
            _console = parts.Console == null ? null : new BoardConsole(parts, this);
            _lastPollUs = _clock.NowUs;
            _identifyUntilUs = _lastPollUs;
        }

        public RoverAgent Agent { get; private set; }

        public RoverSettings Settings { get; private set; }

        /// <summary>Null where there are no motors to try.</summary>
        public MotorTrial Trial { get; private set; }

        public uint BootCount { get; private set; }

        /// <summary>False: the next boot will have this one's number.</summary>
        public bool IsBootCountStored { get; private set; }

        /// <summary>How often the guard had to stop the motors for a loop that stood still.</summary>
        public int Stalls { get; private set; }

        /// <summary>One turn of the main loop; never blocks.</summary>
        public void Poll()
        {
            long nowUs = _clock.NowUs;
            _lastPollUs = nowUs;
            if (_console != null)
            {
                _console.Poll();
            }

            if (Trial != null && Trial.IsRunning)
            {
                // The agent stops the motors every period while it is not driving: it waits for the trial. The button does not.
                if (_parts.Agent.EmergencyStop != null && _parts.Agent.EmergencyStop.IsPressed)
                {
                    Trial.Stop();
                }

                Trial.Check(nowUs);
            }
            else
            {
                Agent.Poll();
            }

            if ((_parts.Agent.Program != null && _parts.Agent.Program.IsRestartWanted)
                || (_adoption != null && _adoption.IsRestartWanted))
            {
                // At rest: neither wants it at any other time.
                _parts.Platform.Reboot();
            }

            ShowLight(nowUs);
        }

        /// <summary>
        /// The watchdog. Stops the motors where a driving agent has missed its time to act: two periods after it last acted, so within one
        /// period of the moment it should have. Restarts the board where the loop does not come back.
        /// </summary>
        public void Guard(long nowUs)
        {
            if (Trial != null)
            {
                Trial.Check(nowUs);
            }

            long silentUs = nowUs - _lastPollUs;
            if (silentUs > RebootAfterUs)
            {
                _parts.Agent.Body.Stop();
                _lastPollUs = nowUs;
                _parts.Platform.Reboot();
                return;
            }

            // A loop that is back has not acted yet: one stall counts once.
            bool late = Agent.IsDriving && nowUs - Agent.LastActUs > 2 * Agent.PeriodUs;
            if (late && !_stalled)
            {
                Stalls++;
                _parts.Agent.Body.Stop();
            }

            _stalled = late;
        }

        /// <summary>Blinks for five seconds, so that a person can tell which rover this is.</summary>
        public void Identify()
        {
            _identifyUntilUs = _clock.NowUs + IdentifyUs;
        }

        /// <summary>The light: fast is "here I am", double is stopped by a fault or a person, slow is no broker, on is all well.</summary>
        private void ShowLight(long nowUs)
        {
            if (_parts.Light == null)
            {
                return;
            }

            if (Agent.Identified != _identified)
            {
                _identified = Agent.Identified;
                Identify();
            }

            bool latched = Agent.Mode == RoverMode.SafeStop || Agent.Mode == RoverMode.EmergencyStop;
            _parts.Light.Pattern = nowUs - _identifyUntilUs < 0 ? LedPattern.Fast
                : latched ? LedPattern.Double
                : _parts.Agent.Link.IsConnected ? LedPattern.On : LedPattern.Slow;
            _parts.Light.Update(nowUs);
        }
    }
}
