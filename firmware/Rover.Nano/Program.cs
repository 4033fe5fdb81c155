using System.Threading;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>A rover on nanoFramework: opens what the board has and hands it over. Everything that decides is in
    /// firmware/Rover.</summary>
    public static class Program
    {
        private const int WheelPeriodUs = 20000;
        private const int LoopSleepMs = 5;

        public static void Main()
        {
            BoardRover rover = Start();
            while (true)
            {
                rover.Poll();
                Thread.Sleep(LoopSleepMs);
            }
        }

        /// <summary>Not in Main, whose locals live for ever on the deepest stack.</summary>
        private static BoardRover Start()
        {
            RoverPinMap pins = new RoverPinMap();
            NanoPlatform.AssignPins(pins);
            NanoClock clock = new NanoClock();
            FlashFile settingsFile = new FlashFile("I:\\rover.cfg");
            RoverSettings settings = Read(settingsFile);
            WifiConnection network = new WifiConnection(settings);
            MqttLink link = new MqttLink(settings, network, clock, settings.ToOptions(0));
            RegisterGyroscope gyroscope = RegisterGyroscope.Find(
                new NanoRegisters(GyroscopeChip.Lsm6dsoAddress), new NanoRegisters(GyroscopeChip.Mpu6050Address));
            if (gyroscope != null)
            {
                gyroscope.Scale = settings.GyroscopeScale;
            }

            RoverKit kit = new RoverKit(
                pins, settings.ToGeometry(), clock, gyroscope, WheelPeriodUs, 1000000,
                settings.Number(RoverSettings.BatteryPermille, 1000) * 0.001, gyroscope != null,
                settings.IsTracked);
            BoardParts parts = new BoardParts();
            parts.Agent = new RoverHardware();
            parts.Agent.Clock = clock;
            parts.Agent.Stopwatch = clock;
            parts.Agent.Link = link;
            parts.Agent.Body = kit.Body;
            parts.Agent.OtherBody = kit.Planar;
            parts.Agent.PointBody = kit.Point;
            parts.Agent.Pose = settings.IsTracked ? kit.Body : null;
            parts.Agent.Store = new FileBlockStore("I:\\slot", 16, 4096);
            parts.Agent.EmergencyStop = kit.EmergencyStop;
            parts.Agent.Battery = kit.Battery;
            parts.LeftMotor = kit.LeftMotor;
            parts.RightMotor = kit.RightMotor;
            parts.LeftEncoder = kit.LeftEncoder;
            parts.RightEncoder = kit.RightEncoder;
            parts.YawRate = kit.Body;
            parts.Light = kit.StatusLed;
            parts.Gyroscope = gyroscope == null ? "none" : gyroscope.Chip.Name;
            parts.Console = new SerialConsole("COM2");
            parts.SettingsFile = settingsFile;
            parts.Platform = new NanoPlatform(network);
            // Started by the loader: the record is there, and names a slot.
            BootRecord record = new BootRecord(ProgramFiles.Store(), 0);
            if (record.Open() && record.Running.Generation != 0)
            {
                parts.Agent.Program = new ProgramWatch(ProgramFiles.Host(settings.ToOptions(0), link, clock, record));
            }

            BoardRover rover = new BoardRover(parts, settings, new FlashFile("I:\\boots.bin"));

            link.Start();
            new GuardTask(kit.Body, rover, clock).Start();
            return rover;
        }

        private static RoverSettings Read(FlashFile file)
        {
            RoverSettings settings = new RoverSettings();
            byte[] text = new byte[RoverSettings.TextBytes];
            settings.TryRead(text, file.Read(text));
            return settings;
        }
    }
}
