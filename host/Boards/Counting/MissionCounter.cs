using MultiAgentEdge.Firmware;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Counts what a recorded run costs the board build of the agent.</summary>
public static class MissionCounter
{
    /// <param name="warmUp">Driven control steps that are not counted.</param>
    /// <param name="own">The assembly of a mission of one's own, compiled; null: none.</param>
    public static MissionCost Count(string mission, string sizes, AgentTape tape, RoverOptions options, int warmUp, string? own = null)
    {
        bool IsOwn(string name) => own is not null && !name.Contains(" MultiAgentEdge.", StringComparison.Ordinal);
        var law = Count(mission, sizes, tape, options, warmUp, name => IsLaw(name) || IsOwn(name), own);
        return Count(mission, sizes, tape, options, warmUp, null, own) with { LawInstructionsPerStep = law.InstructionsPerStep };
    }

    /// <param name="only">Methods to count, by full name; null for all.</param>
    public static MissionCost Count(
        string mission, string sizes, AgentTape tape, RoverOptions options, int warmUp, Func<string, bool>? only, string? own = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(options);
        using var board = Load(only, own);
        var agent = own is null
            ? new ReplayedAgent(board.Assembly, tape, options)
            : new ReplayedAgent(board.Assemblies[^2], tape, options, board.Assembly);
        while (agent.HasMore && !agent.IsDriving)
            agent.Poll();
        RunUntil(agent, agent.Tick + (uint)warmUp);
        var byType = BoardHeap.ByType(agent.Agent);
        var heap = byType.Values.Sum();
        var controller = BoardHeap.Bytes(agent.Controller);
        BoardCounts total = default, step = default;
        var max = 0L;
        var firstTick = agent.Tick;
        var tick = firstTick;
        while (agent.HasMore)
        {
            // Whoever looks at the tick runs board code too: only the poll counts.
            var before = board.Counts;
            agent.Poll();
            step += board.Counts - before;
            var now = agent.Tick;
            if (now == tick)
                continue;
            tick = now;
            total += step;
            max = Math.Max(max, step.Instructions);
            step = default;
        }

        var steps = (int)(tick - firstTick);
        if (steps < 1)
            throw new ArgumentException($"The record ends before {warmUp} control steps.", nameof(warmUp));
        double PerStep(long count) => (double)count / steps;
        return new MissionCost(
            mission, sizes, steps, PerStep(total.Instructions), 0, max, PerStep(total.Calls), PerStep(total.Allocations), heap, controller,
            agent.Checksum == tape.Checksum)
        {
            HeapByType = byType, LinkBytes = ProgramHeap.LinkBytesOf(options),
            ArrivalBytes = ProgramHeap.ArrivalBytesOf(options),
        };
    }

    private static bool IsLaw(string method) =>
        new[] { "Mpc.", "Linalg.", "Actor.", "Delivery." }.Any(
            room => method.Contains(" MultiAgentEdge." + room, StringComparison.Ordinal));

    private static Instrumented Load(Func<string, bool>? only, string? own)
    {
        var board = BoardAssemblies.OpenReplay();
        return Instrumented.Load(own is null ? board : [.. board, OwnAssembly.OnBoard(own)], only);
    }

    private static void RunUntil(ReplayedAgent agent, uint tick)
    {
        while (agent.HasMore && agent.Tick < tick)
            agent.Poll();
    }
}
