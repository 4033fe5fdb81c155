using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Worlds.Tasks;

/// <summary>
/// A free-terminal-time control problem as paper S2 poses it (2): reach a terminal set within T steps, never leave the state constraint,
/// and do it fast or cheaply. It declares its terminal condition, state constraint, cost and guidance; what they weigh in a reward is not
/// its business. Many environments are stepped together; an episode ends where it is terminal, violated or T steps old, and whoever steps
/// resets it then.
/// </summary>
public interface IConstrainedTask
{
    /// <summary>[a-z0-9-].</summary>
    string Name { get; }

    int Environments { get; }

    int Agents { get; }

    /// <summary>Discrete actions of an agent; 0 costs nothing.</summary>
    int ActionCount { get; }

    /// <summary>Numbers that an agent sees.</summary>
    int ObservationWidth { get; }

    /// <summary>Numbers of the whole state, for a central critic.</summary>
    int StateWidth { get; }

    /// <summary>T, 1 or more.</summary>
    int HorizonSteps { get; }

    /// <summary>How strict the state constraint is, in the task's own unit: 0 is none. A curriculum raises it.</summary>
    double ConstraintLevel { get; set; }

    /// <summary>The level of the problem that is to be solved in the end.</summary>
    double FullConstraintLevel { get; }

    /// <summary>The largest cost that one step of all agents together can have, above 0.</summary>
    double StepCostLimit { get; }

    /// <summary>G of Assumption 1: no guidance in reach is below -G.</summary>
    double GuidanceBound { get; }

    /// <summary>The largest guidance that a state can have. A reward design needs it at or below 0.</summary>
    double GuidanceMaximum { get; }

    /// <summary>Per environment, of the state after the last step. // E</summary>
    ReadOnlySpan<bool> IsTerminal { get; }

    /// <summary>Per environment, of the state after the last step. // E</summary>
    ReadOnlySpan<bool> IsViolated { get; }

    /// <summary>g of the state after the last step. // E</summary>
    ReadOnlySpan<double> Guidance { get; }

    /// <summary>c of the last step's actions, at least 0. // E</summary>
    ReadOnlySpan<double> Cost { get; }

    /// <summary>What the last step was worth by the reward that the task was published with, for comparison. // E</summary>
    ReadOnlySpan<double> OriginalReward { get; }

    /// <summary>Steps since each environment's reset. // E</summary>
    ReadOnlySpan<int> Steps { get; }

    void Reset(int environment, Xoshiro256 random);

    /// <param name="actions">Row environment * Agents + agent, 0 .. ActionCount - 1.</param>
    void Step(ReadOnlySpan<int> actions);

    /// <param name="rows">Row environment * Agents + agent. // (E N) x ObservationWidth</param>
    void WriteObservations(Span<float> rows);

    /// <param name="rows">// E x StateWidth</param>
    void WriteStates(Span<float> rows);

    /// <summary>Everything that a later <see cref="Load"/> needs to go on with the same bits.</summary>
    void Save(BinaryWriter writer);

    void Load(BinaryReader reader);
}
