using MultiAgentEdge.Firmware;

namespace MultiAgentEdge.Host.Coordination.Tuning;

/// <summary>What people have turned at the sets of a fleet that drives: laid over every set that its mission makes from then on.</summary>
public sealed class FleetTuning
{
    private readonly List<ParameterChange> changes = [];

    /// <summary>Declarations of the parameters of a mission of one's own.</summary>
    public IReadOnlyList<ParameterDeclaration> Own { get; init; } = [];

    /// <summary>Builds controllers of a mission of one's own.</summary>
    public IControllerMaker[] Makers { get; init; } = [];

    public IReadOnlyList<ParameterChange> Changes => changes;

    /// <summary>A rover's set as it is to be sent.</summary>
    /// <exception cref="TuningException">A change does not fit this set.</exception>
    public byte[] Apply(string rover, byte[] set) => TunedSet.Of(set, For(rover), Own, Makers);

    /// <summary>Takes a change if every set that it is for can take it.</summary>
    /// <param name="sets">Rover to its present set as the mission made it.</param>
    /// <exception cref="TuningException">It cannot be made; nothing is changed.</exception>
    public void Take(ParameterChange change, IReadOnlyDictionary<string, byte[]> sets)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.Rover is { } name && !sets.ContainsKey(name))
            throw new TuningException("MAE338", $"There is no rover {name} that drives here.", $"These do: {string.Join(", ", sets.Keys)}");
        var before = Snapshot();
        changes.RemoveAll(old => old.Name == change.Name && old.Rover == change.Rover
            && (old.Element == change.Element || change.Element is null));
        if (change.Values is not null)
            changes.Add(change);
        try
        {
            foreach (var (rover, set) in sets)
                Apply(rover, set);
        }
        catch
        {
            Restore(before);
            throw;
        }
    }

    internal ParameterChange[] Snapshot() => [.. changes];

    /// <summary>Takes up what was turned before, in place of what there is.</summary>
    public void Restore(IEnumerable<ParameterChange> snapshot)
    {
        changes.Clear();
        changes.AddRange(snapshot);
    }

    private IEnumerable<ParameterChange> For(string rover) => changes.Where(change => change.Rover is null || change.Rover == rover);
}
