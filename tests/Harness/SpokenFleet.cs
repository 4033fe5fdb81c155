using System.Diagnostics;
using System.Text;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>Rovers that only speak: each says state, motion and telemetry every period, as the firmware does, and obeys stop, release
/// and arming, by which it drives on at once.</summary>
public sealed class SpokenFleet : IDisposable
{
    private readonly string fleet;
    private readonly int count;
    private readonly TimeSpan period;
    private readonly IMessageLink link;
    private readonly RoverMode[] modes;
    private readonly byte[] buffer = new byte[1024];
    private readonly FrameHeader header = new();
    private readonly CommandFrame command = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Thread thread;
    private uint sequence;
    private uint tick;

    public SpokenFleet(IMessageLink link, LinkOptions options, string fleet, int count, TimeSpan period)
    {
        (this.link, this.fleet, this.count, this.period) = (link, fleet, count, period);
        modes = new RoverMode[count];
        Array.Fill(modes, RoverMode.Running);
        link.Connect(options with { ClientId = "spoken" });
        link.Subscribe($"{Topics.Root}/{fleet}/+/cmd", QualityOfService.AtLeastOnce);
        for (var i = 0; i < count; i++)
        {
            var info = $$"""
                {"name":"{{NameOf(i)}}","firmware":"0.1.0","boot_count":1,"instance":1,"counts_way":true,"tracked":true,"signal_dbm":-61}
                """;
            link.TryPublish(
                Topics.Of(fleet, NameOf(i), Topics.Info), Encoding.UTF8.GetBytes(info), QualityOfService.AtLeastOnce, retain: true);
        }

        thread = new Thread(Run) { IsBackground = true };
        thread.Start();
    }

    /// <summary>Says nothing for a while.</summary>
    public bool IsMute { get; set; }

    /// <summary>Periods so far.</summary>
    public uint Tick => tick;

    public bool IsStopped(int i) => modes[i] == RoverMode.EmergencyStop;

    public bool IsDriving(int i) => modes[i] == RoverMode.Running;

    /// <summary>A rover that does not hear; -1: all do.</summary>
    public int Deaf { get; set; } = -1;

    public static string NameOf(int i) => $"rover-{i + 1}";

    public void Dispose()
    {
        ended.Cancel();
        thread.Join();
        link.Dispose();
        ended.Dispose();
    }

    private void Run()
    {
        var began = Stopwatch.GetTimestamp();
        while (!ended.IsCancellationRequested)
        {
            Obey();
            tick++;
            for (var i = 0; i < count && !IsMute; i++)
                Speak(i);
            var left = (tick * period) - Stopwatch.GetElapsedTime(began);
            if (left > TimeSpan.Zero)
                ended.Token.WaitHandle.WaitOne(left);
        }
    }

    private void Obey()
    {
        while (link.TryReceive(out var message))
        {
            if (FrameCodec.TryOpen(message.Payload, message.Payload.Length, header) != FrameStatus.Ok
                || !command.TryRead(message.Payload, FrameCodec.HeaderBytes, header.PayloadLength)
                || !Topics.TrySplit(message.Topic, fleet, out var rover, out _))
                continue;
            var i = int.Parse(rover.AsSpan("rover-".Length), System.Globalization.CultureInfo.InvariantCulture) - 1;
            if (i == Deaf)
                continue;
            modes[i] = (command.Command, modes[i]) switch
            {
                (RoverCommand.EmergencyStop, _) => RoverMode.EmergencyStop,
                (RoverCommand.ResetEmergencyStop, RoverMode.EmergencyStop) => RoverMode.Disarmed,
                (RoverCommand.Arm, RoverMode.Disarmed) => RoverMode.Running,
                var (_, mode) => mode,
            };
        }
    }

    private void Speak(int i)
    {
        var (ring, place) = (1 + (i / 25), i % 25 * 2 * Math.PI / 25);
        var angle = place + (0.1 * tick * period.TotalSeconds / ring);
        var (x, y, h) = (ring * Math.Cos(angle), ring * Math.Sin(angle), angle + (Math.PI / 2));
        var mode = modes[i];
        var state = new StateFrame(5)
        {
            Mode = mode, MissionKind = MissionKind.Formation, Tick = tick, ParameterVersion = 3, BatteryV = 7.4f, StateCount = 5,
        };
        new[] { x, y, 0, 0, h }.CopyTo(state.State, 0);
        Send(i, Topics.State, FrameKind.State, state.Write);
        var motion = new MotionFrame { Tick = tick, IsDriving = true, XM = x, YM = y, HeadingRad = (float)h, SpeedMS = 0.1f, SigmaM = 0.01f,
            RadiusM = 0.1f, CapMS = 0.3f, AimXM = (float)Math.Cos(h) * 0.2f, AimYM = (float)Math.Sin(h) * 0.2f };
        Send(i, Topics.Motion, FrameKind.Motion, motion.Write);
        var telemetry = new TelemetryFrame(5, 2, 0)
        {
            Mode = mode, Tick = tick, SolveUs = 900, LatenessUs = 20, StateCount = 5, InputCount = 2,
        };
        state.State.CopyTo(telemetry.State, 0);
        Send(i, Topics.Telemetry, FrameKind.Telemetry, telemetry.Write);
    }

    private void Send(int i, string leaf, FrameKind kind, Func<byte[], int, int> write)
    {
        var timeUs = tick * (long)period.TotalMicroseconds;
        var length = FrameCodec.Seal(buffer, kind, 1, ++sequence, timeUs, write(buffer, FrameCodec.HeaderBytes));
        link.TryPublish(Topics.Of(fleet, NameOf(i), leaf), buffer.AsSpan(0, length), QualityOfService.AtMostOnce, retain: false);
    }
}
