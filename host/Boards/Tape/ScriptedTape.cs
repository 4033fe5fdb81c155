using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Records one rover that gets a parameter set pushed, is armed, started, and drives as its own model says.</summary>
public sealed class ScriptedTape
{
    private const int ChunkBytes = ParameterStore.UsualChunkBytes;
    private const int StepsPerPeriod = 10;
    private const string Fleet = "tape";
    private const string Rover = "rover-1";

    private readonly SimulatedClock clock = new();
    private readonly ScriptedLink link = new();
    private readonly RoverTopics topics = new(Fleet, Rover);
    private readonly byte[] buffer = new byte[4096];
    private readonly AgentTape tape = new();
    private readonly RoverAgent agent;
    private readonly NominalBody body;
    private readonly byte[] set;
    private uint sequence;

    private ScriptedTape(RoverOptions options, byte[] set, double[] initialState)
    {
        this.set = set;
        options.Fleet = Fleet;
        options.Name = Rover;
        var parsed = new ParameterSet();
        if (parsed.TryParse(set, set.Length) != ParameterStatus.Ok || ControllerFactory.TryCreate(parsed, options) is not { } model)
            throw new ArgumentException("The set makes no controller of these sizes.", nameof(set));
        body = new NominalBody(model, initialState);
        var hardware = new RoverHardware { Clock = clock, Link = link, Body = body, Store = new SimulatedFlash(32) };
        tape.Attach(hardware);
        agent = new RoverAgent(options, hardware);
    }

    /// <param name="options">The rover's sizes.</param>
    /// <param name="set">Version 1 of a mission.</param>
    /// <param name="others">Called before every period: the state frames of other rovers, each with the rover's name.</param>
    /// <param name="putBackEvery">Periods after which the rover is carried back to its initial state, again and again; 0 for never.</param>
    public static AgentTape Record(
        RoverOptions options, byte[] set, double[] initialState, int periods,
        Func<int, IEnumerable<(string Rover, StateFrame State)>> others, int putBackEvery = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(others);
        var script = new ScriptedTape(options, set, initialState);
        script.Bring();
        for (var period = 0; period < periods; period++)
        {
            if (putBackEvery > 0 && period % putBackEvery == putBackEvery - 1)
                script.body.PutBack();
            foreach (var (rover, state) in others(period))
                script.Send(new RoverTopics(Fleet, rover).State, FrameKind.State, state.Write);
            // The host's word that it is there: a rover that hears nothing stops.
            script.Send(script.topics.Dual, FrameKind.Dual, new DualFrame(1, 1) { Tick = script.agent.Tick, PriceCount = 0 }.Write);
            script.Run(1);
        }

        if (!script.agent.IsDriving)
        {
            throw new InvalidOperationException(
                $"The rover is {script.agent.Mode}, faults {script.agent.Faults:x}, tick {script.agent.Tick}.");
        }

        script.tape.Close();
        return script.tape;
    }

    private void Bring()
    {
        Run(2);
        var crc = Bytes.GetU32(set, set.Length - 4);
        Send(
            topics.Desired, FrameKind.Desired,
            new DesiredFrame { Version = 1, ByteCount = set.Length, Crc32 = crc, ChunkBytes = ChunkBytes, ActivateAtTick = 0 }.Write);
        for (var at = 0; at < set.Length; at += ChunkBytes)
        {
            var chunk = new ChunkFrame(
                ChunkBytes) { Version = 1, Crc32 = crc, Index = at / ChunkBytes, Length = Math.Min(ChunkBytes, set.Length - at) };
            Array.Copy(set, at, chunk.Data, 0, chunk.Length);
            Send(topics.Chunk, FrameKind.Chunk, chunk.Write);
        }

        Run(4);
        Send(topics.Command, FrameKind.Command, new CommandFrame { Command = RoverCommand.Arm }.Write);
        Run(1);
        Send(topics.Command, FrameKind.Command, new CommandFrame { Command = RoverCommand.Start, Tick = 1 }.Write);
        Run(1);
        if (!agent.IsDriving)
            throw new InvalidOperationException($"The rover did not start: {agent.Mode}, {link.LastReport}");
    }

    private void Send(string topic, FrameKind kind, Func<byte[], int, int> write) =>
        link.Deliver(topic, buffer[..FrameCodec.Seal(buffer, kind, 1, ++sequence, 0, write(buffer, FrameCodec.HeaderBytes))]);

    private void Run(int periods)
    {
        for (var step = 0; step < StepsPerPeriod * periods; step++)
        {
            agent.Poll();
            clock.AdvanceTo(clock.NowUs + (agent.PeriodUs / StepsPerPeriod));
        }
    }
}
