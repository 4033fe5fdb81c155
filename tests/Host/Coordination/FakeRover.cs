using System.Text;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Coordination;

/// <summary>A rover that says what a test wants it to say and remembers what it was told.</summary>
internal sealed class FakeRover
{
    private readonly RoverTopics topics;
    private readonly byte[] buffer = new byte[4096];
    private uint sequence;

    public FakeRover(InProcessBroker broker, string name)
    {
        Name = name;
        topics = new RoverTopics("fleet", name);
        Link = new InProcessLink(broker);
        Link.Connect(new LinkOptions { ClientId = name });
        foreach (var topic in new[] { topics.Command, topics.Desired, topics.Chunk, topics.Dual })
            Link.Subscribe(topic, QualityOfService.AtLeastOnce);
    }

    public string Name { get; }

    public InProcessLink Link { get; }

    public List<DualFrame> Duals { get; } = [];

    public List<DesiredFrame> Desired { get; } = [];

    public List<(int Index, byte[] Data)> Chunks { get; } = [];

    public List<(RoverCommand Command, uint Tick)> Commands { get; } = [];

    public List<uint> Epochs { get; } = [];

    /// <summary>Of its frames.</summary>
    public uint Epoch { get; set; } = 1;

    /// <param name="instance">0: a rover that has none.</param>
    /// <param name="countsWay">Null: a rover that does not say.</param>
    public void Info(int bootCount = 1, uint instance = 0, bool? countsWay = null)
    {
        var life = instance == 0 ? "" : $",\"instance\":{instance}";
        life += countsWay is { } counts ? $",\"counts_way\":{(counts ? "true" : "false")}" : "";
        Link.TryPublish(
            topics.Info, Encoding.ASCII.GetBytes($"{{\"name\":\"{Name}\",\"boot_count\":{bootCount}{life}}}"), QualityOfService.AtLeastOnce,
            true);
    }

    /// <summary>A new life: its frames are numbered from one again.</summary>
    public void Reboot(uint epoch) => (Epoch, sequence) = (epoch, 0);

    public void State(RoverMode mode, uint coordinatorEpoch = 0, uint version = 0, uint tick = 0, uint faults = 0)
    {
        var frame = new StateFrame(
            0) { Mode = mode, CoordinatorEpoch = coordinatorEpoch, ParameterVersion = version, Tick = tick, Faults = faults };
        Publish(topics.State, FrameKind.State, frame.Write(buffer, FrameCodec.HeaderBytes));
    }

    public void Plan(uint tick, int round, params double[] outputs)
    {
        var frame = new PlanFrame(outputs.Length, 0) { Tick = tick, Round = round, OutputCount = outputs.Length };
        outputs.CopyTo(frame.Outputs, 0);
        Publish(topics.Plan, FrameKind.Plan, frame.Write(buffer, FrameCodec.HeaderBytes));
    }

    public void Motion(uint interventions)
    {
        var frame = new MotionFrame { RadiusM = 0.1f, Interventions = interventions };
        Publish($"mae/1/fleet/{Name}/motion", FrameKind.Motion, frame.Write(buffer, FrameCodec.HeaderBytes));
    }

    public void Report(string json) => Link.TryPublish(topics.Reported, Encoding.ASCII.GetBytes(json), QualityOfService.AtLeastOnce, true);

    public void Listen()
    {
        var header = new FrameHeader();
        while (Link.TryReceive(out var message))
        {
            Assert.Equal(FrameStatus.Ok, FrameCodec.TryOpen(message.Payload, message.Payload.Length, header));
            Epochs.Add(header.Epoch);
            Take(message.Payload, header);
        }
    }

    private void Take(byte[] payload, FrameHeader header)
    {
        switch (header.Kind)
        {
            case FrameKind.Dual:
                var dual = new DualFrame(64);
                Assert.True(dual.TryRead(payload, FrameCodec.HeaderBytes, header.PayloadLength));
                Duals.Add(dual);
                break;
            case FrameKind.Desired:
                var desired = new DesiredFrame();
                Assert.True(desired.TryRead(payload, FrameCodec.HeaderBytes, header.PayloadLength));
                Desired.Add(desired);
                break;
            case FrameKind.Chunk:
                var chunk = new ChunkFrame(2048);
                Assert.True(chunk.TryRead(payload, FrameCodec.HeaderBytes, header.PayloadLength));
                Chunks.Add((chunk.Index, chunk.Data[..chunk.Length]));
                break;
            default:
                var command = new CommandFrame();
                Assert.True(command.TryRead(payload, FrameCodec.HeaderBytes, header.PayloadLength));
                Commands.Add((command.Command, command.Tick));
                break;
        }
    }

    private void Publish(string topic, FrameKind kind, int payloadLength)
    {
        var length = FrameCodec.Seal(buffer, kind, Epoch, ++sequence, 0, payloadLength);
        Link.TryPublish(topic, buffer.AsSpan(0, length), QualityOfService.AtLeastOnce, false);
    }
}
