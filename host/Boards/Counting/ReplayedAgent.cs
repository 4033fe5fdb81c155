using System.Reflection;
using MultiAgentEdge.Firmware;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Runs a board build's agent through a recorded life.</summary>
public sealed class ReplayedAgent
{
    private readonly object replay;
    private readonly Action poll;
    private readonly Func<bool> hasMore;
    private readonly Func<bool> isDriving;
    private readonly Func<uint> tick;
    private readonly Func<uint> checksum;

    /// <param name="board">A build of the board's sources with AgentReplay in it.</param>
    /// <param name="options">Those that the tape was recorded with.</param>
    /// <param name="own">With the makers of <see cref="RoverOptions.OwnMissions"/>, built on <paramref name="board"/>; null: none.</param>
    public ReplayedAgent(Assembly board, AgentTape tape, RoverOptions options, Assembly? own = null)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(options);
        int[] sizes =
        [
            (int)options.PeriodUs, (int)options.Seed, tape.StateCount, tape.InputCount, options.ParameterBytes, options.StateCapacity,
            options.InputCapacity,
            options.CouplingCapacity, options.MessageBufferBytes, options.SensitivityBufferCount, options.NeighbourCapacity,
            options.InputRatePerPeriod < 1000 ? (int)Math.Round(options.InputRatePerPeriod * 1e6) : 0,
        ];
        var type = board.GetType("MultiAgentEdge.Firmware.Replay.AgentReplay", throwOnError: true)!;
        replay = Activator.CreateInstance(
            type, options.Fleet, options.Name, sizes, tape.Times.ToArray(), tape.States.ToArray(), tape.Topics.ToArray(),
            tape.Messages.ToArray(),
            tape.Connected.ToArray(), tape.Actuated.ToArray(), Makers(board, options, own), options.ParameterKey)!;
        poll = type.GetMethod("Poll")!.CreateDelegate<Action>(replay);
        hasMore = Get<bool>("HasMore");
        isDriving = Get<bool>("IsDriving");
        tick = Get<uint>("Tick");
        checksum = Get<uint>("Checksum");
        Func<T> Get<T>(string property) => type.GetProperty(property)!.GetMethod!.CreateDelegate<Func<T>>(replay);
    }

    /// <summary>The board build's agent, for those who weigh it.</summary>
    public object Agent => replay.GetType().GetProperty("Agent")!.GetValue(replay)!;

    /// <summary>The controller of the set that it drives by.</summary>
    public object Controller => Agent.GetType().GetProperty("Controller")!.GetValue(Agent)
        ?? throw new InvalidOperationException("The record's agent has no controller.");

    public bool HasMore => hasMore();

    public bool IsDriving => isDriving();

    public uint Tick => tick();

    /// <summary>Checksum of everything published and actuated: the tape's, if both builds compute the same.</summary>
    public uint Checksum => checksum();

    public void Poll() => poll();

    // The same makers, of the board's own types.
    private static Array? Makers(Assembly board, RoverOptions options, Assembly? own)
    {
        if (own is null)
            return null;
        var maker = board.GetType(typeof(IControllerMaker).FullName!, throwOnError: true)!;
        var makers = Array.CreateInstance(maker, options.OwnMissions.Length);
        for (var i = 0; i < makers.Length; i++)
            makers.SetValue(Activator.CreateInstance(own.GetType(options.OwnMissions[i].GetType().FullName!, throwOnError: true)!), i);
        return makers;
    }

    /// <summary>Runs to the end of the record.</summary>
    public ReplayedAgent RunToEnd()
    {
        while (HasMore)
            Poll();
        return this;
    }
}
