using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Rover.Board;

/// <summary>
/// Safe stop on a board's own composition: drivers on simulated pins, agent, watchdog. Whatever happens, the pins that drive the motors say
/// "no duty" within one control period of the moment at which the rover should have acted.
/// </summary>
public sealed class BoardRoverTests : IPlatform
{
    private const long PeriodUs = LoneRover.PeriodUs;
    private const long TurnUs = 5_000;

    private readonly RoverPinMap pins = new();
    private readonly SimulatedRover body;
    private readonly FakeLink link = new() { Answers = true };
    private readonly RoverKit kit;
    private readonly BoardRover rover;
    private readonly FaultyBattery battery;
    private int reboots;

    public BoardRoverTests()
    {
        body = new SimulatedRover(new DifferentialDriveOptions { Seed = 3 }, pins);
        using (body.Board.Attach())
            kit = new RoverKit(pins, new DifferentialDriveGeometry(), body.Clock, body, 20_000, 1_000_000);
        body.Attach(kit.Body);
        battery = new FaultyBattery(kit.Battery);
        var settings = new RoverSettings();
        settings.TrySet(RoverSettings.Fleet, TestFleet.Name);
        rover = new BoardRover(
            new BoardParts
            {
                Agent = new RoverHardware
                {
                    Clock = body.Clock, Link = link, Body = kit.Body, Store = new SimulatedFlash(16), EmergencyStop = kit.EmergencyStop,
                    Battery = battery,
                },
                LeftMotor = kit.LeftMotor,
                RightMotor = kit.RightMotor,
                LeftEncoder = kit.LeftEncoder,
                RightEncoder = kit.RightEncoder,
                Light = kit.StatusLed,
                Platform = this,
            },
            settings,
            new TestFile());
        var lone = new LoneRover();
        Run(1);
        var set = new TestSet { Version = 1 }.Build(FormationScenario.PaperS1().OnWheels(), 1);
        var crc = Bytes.GetU32(set, set.Length - 4);
        const int chunkBytes = ParameterStore.UsualChunkBytes;
        Enqueue(
            lone.Sealed(
                FrameKind.Desired,
                new DesiredFrame { Version = 1, ByteCount = set.Length, Crc32 = crc, ChunkBytes = chunkBytes, ActivateAtTick = 0 }.Write));
        for (var at = 0; at < set.Length; at += chunkBytes)
        {
            var chunk = new ChunkFrame(
                chunkBytes) { Version = 1, Crc32 = crc, Index = at / chunkBytes, Length = Math.Min(chunkBytes, set.Length - at) };
            Array.Copy(set, at, chunk.Data, 0, chunk.Length);
            Enqueue(lone.Sealed(FrameKind.Chunk, chunk.Write));
        }

        Run(4);
        Enqueue(lone.Sealed(FrameKind.Command, new CommandFrame { Command = RoverCommand.Arm }.Write));
        Run(1);
        Enqueue(lone.Sealed(FrameKind.Command, new CommandFrame { Command = RoverCommand.Start, Tick = 1 }.Write));
        Run(4);
        Assert.True(rover.Agent.IsDriving, $"{rover.Agent.Mode} {link.LastReport}");
        Assert.False(MotorsAreOff);
    }

    string IPlatform.BoardName => "test";

    bool IPlatform.IsNetworkUp => true;

    long IPlatform.FreeBytes => -1;

    string IPlatform.SerialNumber => "A1B2";

    private bool MotorsAreOff => body.Board.PwmDuty(pins.LeftPwm) == 0 && body.Board.PwmDuty(pins.RightPwm) == 0;

    void IPlatform.Reboot() => reboots++;

    [Fact]
    public void A_loop_that_stalls_is_stopped_by_the_watchdog_one_period_after_it_should_have_acted()
    {
        var actedUs = rover.Agent.LastActUs;
        var stoppedUs = long.MaxValue;
        for (var turn = 0; turn < 4 * PeriodUs / TurnUs && stoppedUs == long.MaxValue; turn++)
        {
            Turn(loopRuns: false);
            if (rover.Stalls > 0)
                stoppedUs = body.NowUs;
        }

        Assert.True(MotorsAreOff);
        Assert.InRange(stoppedUs - actedUs, PeriodUs, (2 * PeriodUs) + 20_000);
        Assert.Equal(1, rover.Stalls);
        Assert.Equal(0, reboots);
        Run(2);
        Assert.Equal(1, rover.Stalls);
    }

    [Fact]
    public void A_loop_that_never_comes_back_restarts_the_board()
    {
        for (var turn = 0; turn < (BoardRover.RebootAfterUs / TurnUs) + 2; turn++)
            Turn(loopRuns: false);
        Assert.Equal(1, reboots);
        Assert.True(MotorsAreOff);
    }

    [Fact]
    public void A_link_that_dies_ends_in_a_stop_by_the_fortieth_period()
    {
        link.Answers = false;
        Run(40);
        Assert.Equal(RoverMode.SafeStop, rover.Agent.Mode);
        Assert.True(MotorsAreOff);
    }

    [Fact]
    public void A_held_wheel_stops_the_motors_within_a_period_of_being_noticed()
    {
        body.IsJammed = true;
        var noticedUs = long.MaxValue;
        for (var turn = 0; turn < 20 * PeriodUs / TurnUs; turn++)
        {
            Turn(loopRuns: true);
            if (noticedUs == long.MaxValue && kit.Body.Fault != DriveFault.None)
                noticedUs = body.NowUs;
            if (noticedUs != long.MaxValue && body.NowUs - noticedUs >= PeriodUs)
                break;
        }

        Assert.NotEqual(long.MaxValue, noticedUs);
        Assert.True(MotorsAreOff);
    }

    [Fact]
    public void A_battery_that_is_too_low_stops_the_motors()
    {
        battery.VoltageV = 5.5;
        // One low reading is a motor that starts; the supervisor wants several in a row.
        for (var period = 0; period < 6 && rover.Agent.IsDriving; period++)
            Run(1);
        Assert.True(MotorsAreOff);
        Assert.Equal(RoverMode.SafeStop, rover.Agent.Mode);
    }

    [Fact]
    public void The_button_stops_the_motors_in_the_same_turn()
    {
        body.PressEmergencyStop(true);
        Turn(loopRuns: true);
        Assert.True(MotorsAreOff);
        Assert.Equal(RoverMode.EmergencyStop, rover.Agent.Mode);
        body.PressEmergencyStop(false);
        Run(4);
        Assert.True(MotorsAreOff);
    }

    private void Enqueue(byte[] frame) => link.Queue.Enqueue(frame);

    private void Run(int periods)
    {
        for (var turn = 0; turn < periods * PeriodUs / TurnUs; turn++)
            Turn(loopRuns: true);
    }

    private void Turn(bool loopRuns)
    {
        if (loopRuns)
            rover.Poll();
        body.AdvanceTo(body.NowUs + TurnUs);
        rover.Guard(body.NowUs);
    }

    private sealed class FaultyBattery(IBattery real) : IBattery
    {
        public double? VoltageV { get; set; }

        public bool TryReadVoltage(ref double voltageV)
        {
            if (VoltageV is not { } set)
                return real.TryReadVoltage(ref voltageV);
            voltageV = set;
            return true;
        }
    }
}
