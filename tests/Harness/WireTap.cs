using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>Hears all that a fleet says in process and looks for numbers that must never be on the wire.</summary>
public sealed class WireTap : IDisposable
{
    private readonly InProcessLink link;
    private readonly LinkOptions options = new() { ClientId = "tap" };
    private readonly FrameHeader header = new();
    private readonly StateFrame state = new(64);
    private readonly TelemetryFrame telemetry = new(64, 64, 256);
    private readonly PlanFrame plan = new(256, 65536);

    public WireTap(InProcessBroker broker)
    {
        link = new InProcessLink(broker);
        Reconnect();
    }

    /// <summary>State, plan and telemetry frames seen.</summary>
    public int Frames { get; private set; }

    /// <summary>Frames with a number above <see cref="Largest"/>, infinite or NaN, or that the reader refuses.</summary>
    public int Bad { get; private set; }

    /// <summary>The largest magnitude that a healthy state, plan or input can have here.</summary>
    public double Largest { get; init; } = 100.0;

    /// <summary>Rover and parameter version of every plan's tick: which set drove when.</summary>
    public List<(string Topic, uint Tick)> Plans { get; } = [];

    public List<(string Topic, uint Tick, uint Version)> States { get; } = [];

    public void Poll()
    {
        if (!link.IsConnected)
            Reconnect();
        while (link.TryReceive(out var message))
            Take(message);
    }

    public void Dispose() => link.Dispose();

    private void Reconnect()
    {
        link.BeginConnect(options);
        if (!link.IsConnected)
            return;
        foreach (var leaf in (string[])["state", "plan", "tele"])
            link.BeginSubscribe($"mae/1/{TestFleet.Name}/+/{leaf}", QualityOfService.AtMostOnce);
    }

    private void Take(Message message)
    {
        Frames++;
        if (FrameCodec.TryOpen(message.Payload, message.Payload.Length, header) != FrameStatus.Ok)
        {
            Bad++;
            return;
        }

        var length = header.PayloadLength;
        switch (header.Kind)
        {
            case FrameKind.State when state.TryRead(message.Payload, FrameCodec.HeaderBytes, length):
                Look(state.State, state.StateCount);
                States.Add((message.Topic, state.Tick, state.ParameterVersion));
                break;
            case FrameKind.Plan when plan.TryRead(message.Payload, FrameCodec.HeaderBytes, length):
                Look(plan.Outputs, plan.OutputCount);
                Plans.Add((message.Topic, plan.Tick));
                break;
            case FrameKind.Telemetry when telemetry.TryRead(message.Payload, FrameCodec.HeaderBytes, length):
                Look(telemetry.State, telemetry.StateCount);
                Look(telemetry.Input, telemetry.InputCount);
                Look([telemetry.Figure / 1e6, telemetry.Residual], 2);
                break;
            default:
                Bad++;
                break;
        }
    }

    private void Look(double[] values, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (double.IsFinite(values[i]) && Math.Abs(values[i]) <= Largest)
                continue;
            Bad++;
            return;
        }
    }
}
