using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Shared.Wire;

/// <summary>One frame of every kind with fixed content, and readers of the same capacities.</summary>
public sealed class FrameSamples
{
    public const uint Epoch = 3;
    public const uint Sequence = 41;
    public const long TimeUs = 1_234_567_890_123;

    public static readonly FrameKind[] Kinds = Enum.GetValues<FrameKind>();

    public StateFrame State { get; } = new(4);

    public PlanFrame Plan { get; } = new(10, 100);

    public DualFrame Dual { get; } = new(10);

    public CommandFrame Command { get; } = new();

    public DesiredFrame Desired { get; } = new();

    public ChunkFrame Chunk { get; } = new(64);

    public TelemetryFrame Telemetry { get; } = new(4, 2, 10);

    public MotionFrame Motion { get; } = new();

    public PoseFrame Pose { get; } = new()
    {
        Source = 2, Flags = PoseFrame.HasHeading, StampUs = 77_000_000_123, XM = 1.25, YM = -0.5, HeadingRad = 3,
        SigmaM = 0.005f, SigmaRad = 0.02f,
    };

    public static FrameSamples Filled()
    {
        var s = new FrameSamples();
        s.State.Mode = RoverMode.Running;
        s.State.Action = SafetyAction.HoldMultipliers;
        s.State.MissionKind = MissionKind.Formation;
        s.State.Flags = 5;
        s.State.Tick = 200;
        s.State.CoordinatorEpoch = 3;
        s.State.ParameterVersion = 2;
        s.State.Faults = FaultFlags.DeadlineMissed | FaultFlags.LoopException;
        s.State.MissedDeadlines = 7;
        s.State.RoundsMissed = 11;
        s.State.BatteryV = 7.4f;
        s.State.StateCount = 2;
        Fill(s.State.State, 2, 0.25);
        s.Plan.Tick = 200;
        s.Plan.Round = 1;
        s.Plan.Status = QpStatus.NotConverged;
        s.Plan.OutputCount = 3;
        s.Plan.SensitivityCount = 9;
        Fill(s.Plan.Outputs, 3, -1.5);
        Fill(s.Plan.Sensitivity, 9, 1e-3);
        s.Dual.Tick = 201;
        s.Dual.Round = 1;
        s.Dual.Rounds = 2;
        s.Dual.Flags = DualFrame.LastOfPeriod;
        s.Dual.PriceCount = 10;
        Fill(s.Dual.Price, 10, 1 / 3.0);
        s.Command.Command = RoverCommand.Start;
        s.Command.Tick = 17;
        s.Command.Argument = -0.0;
        s.Desired.Version = 2;
        s.Desired.ByteCount = 1000;
        s.Desired.Crc32 = 0xDEADBEEF;
        s.Desired.ChunkBytes = 64;
        s.Desired.Flags = DesiredFrame.AllowRollback;
        s.Desired.ActivateAtTick = DesiredFrame.StageOnly;
        s.Desired.RollbackFrom = 5;
        for (int i = 0; i < 32; i++)
        {
            s.Desired.Digest[i] = (byte)(100 + i);
            s.Desired.Signature[i] = (byte)(200 - i);
        }

        s.Chunk.Version = 2;
        s.Chunk.Crc32 = 0xDEADBEEF;
        s.Chunk.Index = 15;
        s.Chunk.Length = 40;
        for (int i = 0; i < 40; i++)
            s.Chunk.Data[i] = (byte)(7 * i);
        s.Telemetry.Tick = 200;
        s.Telemetry.Mode = RoverMode.Degraded;
        s.Telemetry.Action = SafetyAction.LocalOnly;
        s.Telemetry.Status = QpStatus.Solved;
        s.Telemetry.Rounds = 2;
        s.Telemetry.Count = 300;
        s.Telemetry.ParameterVersion = 0x8001;
        s.Telemetry.SolveUs = 12_345;
        s.Telemetry.LatenessUs = 67;
        s.Telemetry.Figure = double.PositiveInfinity;
        s.Telemetry.Residual = 1e-9;
        s.Telemetry.StateCount = 2;
        s.Telemetry.InputCount = 1;
        s.Telemetry.PriceCount = 10;
        Fill(s.Telemetry.State, 2, 0.5);
        Fill(s.Telemetry.Input, 1, -1);
        Fill(s.Telemetry.Price, 10, 1e6);
        s.Motion.Tick = 202;
        s.Motion.IsDriving = true;
        s.Motion.Reserves = true;
        s.Motion.XM = -1.25;
        s.Motion.YM = 1 / 3.0;
        s.Motion.HeadingRad = 3.1f;
        s.Motion.SpeedMS = 0.25f;
        s.Motion.YawRateRadS = -0.5f;
        s.Motion.SigmaM = 0.01f;
        s.Motion.RadiusM = 0.1f;
        s.Motion.CapMS = 0.3f;
        s.Motion.AimXM = 0.4f;
        s.Motion.AimYM = -0.2f;
        s.Motion.Rank = 1.015625f;
        s.Motion.Interventions = 12;
        return s;
    }

    /// <summary>Seals the content of one kind into the buffer; returns the length.</summary>
    public int Seal(FrameKind kind, byte[] buffer) =>
        FrameCodec.Seal(buffer, kind, Epoch, Sequence, TimeUs, WritePayload(kind, buffer, FrameCodec.HeaderBytes));

    public int WritePayload(FrameKind kind, byte[] buffer, int at) => kind switch
    {
        FrameKind.State => State.Write(buffer, at),
        FrameKind.Plan => Plan.Write(buffer, at),
        FrameKind.Dual => Dual.Write(buffer, at),
        FrameKind.Command => Command.Write(buffer, at),
        FrameKind.Desired => Desired.Write(buffer, at),
        FrameKind.Chunk => Chunk.Write(buffer, at),
        FrameKind.Telemetry => Telemetry.Write(buffer, at),
        FrameKind.Motion => Motion.Write(buffer, at),
        FrameKind.Pose => Pose.Write(buffer, at),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public bool TryReadPayload(FrameKind kind, byte[] buffer, int at, int length) => kind switch
    {
        FrameKind.State => State.TryRead(buffer, at, length),
        FrameKind.Plan => Plan.TryRead(buffer, at, length),
        FrameKind.Dual => Dual.TryRead(buffer, at, length),
        FrameKind.Command => Command.TryRead(buffer, at, length),
        FrameKind.Desired => Desired.TryRead(buffer, at, length),
        FrameKind.Chunk => Chunk.TryRead(buffer, at, length),
        FrameKind.Telemetry => Telemetry.TryRead(buffer, at, length),
        FrameKind.Motion => Motion.TryRead(buffer, at, length),
        FrameKind.Pose => Pose.TryRead(buffer, at, length),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What a receiver does with arrived bytes.</summary>
    public FrameStatus Receive(byte[] buffer, int length, FrameHeader header)
    {
        FrameStatus status = FrameCodec.TryOpen(buffer, length, header);
        if (status != FrameStatus.Ok)
            return status;
        return TryReadPayload(header.Kind, buffer, FrameCodec.HeaderBytes, header.PayloadLength) ? FrameStatus.Ok : FrameStatus.BadPayload;
    }

    /// <summary>Every field of one kind as bytes, capacity included: equal exactly where nothing changed.</summary>
    public byte[] Fingerprint(FrameKind kind)
    {
        byte[] buffer = new byte[2048];
        return buffer[..WritePayload(kind, buffer, 0)];
    }

    private static void Fill(double[] into, int count, double step)
    {
        for (int i = 0; i < count; i++)
            into[i] = step * (i + 1);
    }
}
