using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>One agent on a <see cref="FakeLink"/>, driven by hand.</summary>
public sealed class LoneRover
{
    public const long PeriodUs = 250_000;
    private uint sequence;

    /// <summary>The first agent of paper S1 on its plant.</summary>
    public LoneRover()
        : this(FormationScenario.PaperS1(), Plant(FormationScenario.PaperS1().Agents[0]))
    {
    }

    /// <summary>The first agent of a scenario on a body that follows the clock.</summary>
    public LoneRover(FormationScenario scenario, Func<IClock, IBody> body)
    {
        Agent = new RoverAgent(
            new RoverOptions { Fleet = TestFleet.Name, Name = "rover-1" },
            new RoverHardware { Clock = Clock, Link = Link, Body = body(Clock), Store = new SimulatedFlash(16) });
        Set = new TestSet { Version = 1 }.Build(scenario, 0);
    }

    /// <summary>Any set of version 1 on any body.</summary>
    public LoneRover(byte[] set, Func<IClock, IBody> body, int stateCapacity = 8, IPoseEstimate? pose = null, byte[]? key = null)
    {
        Agent = new RoverAgent(
            new RoverOptions { Fleet = TestFleet.Name, Name = "rover-1", StateCapacity = stateCapacity, ParameterKey = key! },
            new RoverHardware { Clock = Clock, Link = Link, Body = body(Clock), Store = new SimulatedFlash(16), Pose = pose! });
        Set = set;
    }

    private static Func<IClock, IBody> Plant(FormationAgent agent) => clock =>
    {
        var plant = new LinearBody(new LinearBodyOptions
        {
            A = agent.PlantA,
            B = agent.PlantB,
            DisturbanceLower = agent.DisturbanceLower,
            DisturbanceUpper = agent.DisturbanceUpper,
            InitialState = [0.3, 0.1],
            SpeedStates = [1],
        });
        return new ClockedBody(plant, plant, clock);
    };

    public SimulatedClock Clock { get; } = new();

    public FakeLink Link { get; } = new();

    public RoverAgent Agent { get; }

    public byte[] Set { get; }

    /// <summary>Pushed, armed and started.</summary>
    public LoneRover Start()
    {
        Push();
        Run(4);
        Command(RoverCommand.Arm);
        Run(1);
        Command(RoverCommand.Start, 1);
        Run(3);
        Assert.True(Agent.IsDriving, $"{Agent.Mode} {Link.LastReport}");
        return this;
    }

    public void Push() => Push(Set, 1, 0);

    public void Push(byte[] set, uint version, uint activateAtTick)
    {
        var crc = Bytes.GetU32(set, set.Length - 4);
        var desired = new DesiredFrame { Version = version, ByteCount = set.Length, Crc32 = crc, ChunkBytes = 1024,
            ActivateAtTick = activateAtTick };
        Enqueue(FrameKind.Desired, desired.Write);
        for (var at = 0; at < set.Length; at += 1024)
        {
            var chunk = new ChunkFrame(
                1024) { Version = version, Crc32 = crc, Index = at / 1024, Length = Math.Min(1024, set.Length - at) };
            Array.Copy(set, at, chunk.Data, 0, chunk.Length);
            Enqueue(FrameKind.Chunk, chunk.Write);
        }
    }

    public void Command(RoverCommand command, uint tick = 0) =>
        Enqueue(FrameKind.Command, new CommandFrame { Command = command, Tick = tick }.Write);

    public void Enqueue(FrameKind kind, Func<byte[], int, int> write) => Link.Queue.Enqueue(Sealed(kind, write));

    /// <summary>A frame as the coordinator would send it next.</summary>
    public byte[] Sealed(FrameKind kind, Func<byte[], int, int> write)
    {
        var buffer = new byte[4096];
        return buffer[..FrameCodec.Seal(buffer, kind, 1, ++sequence, 0, write(buffer, FrameCodec.HeaderBytes))];
    }

    public void Run(int periods)
    {
        for (var step = 0; step < 10 * periods; step++)
        {
            Poll();
            Clock.AdvanceTo(Clock.NowUs + (PeriodUs / 10));
        }
    }

    /// <summary>Often enough for all rounds of a period.</summary>
    public void Poll()
    {
        for (var i = 0; i <= TestSet.Rounds; i++)
            Agent.Poll();
    }
}
