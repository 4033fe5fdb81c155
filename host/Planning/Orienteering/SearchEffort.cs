using System.Diagnostics;

namespace MultiAgentEdge.Host.Planning;

/// <summary>How long a search may go on: a count of rebuilds, and a deadline. One for each thread.</summary>
internal sealed class SearchEffort
{
    private readonly long deadline;
    private readonly CancellationToken cancellation;

    /// <param name="rebuilds">The same count gives the same routes, unless the deadline comes first. Null: until the deadline.</param>
    /// <param name="deadline">Of <see cref="Stopwatch"/>.</param>
    public SearchEffort(long? rebuilds, long deadline, CancellationToken cancellation) =>
        (Rebuilds, this.deadline, this.cancellation) = (rebuilds ?? long.MaxValue, deadline, cancellation);

    /// <summary>At most.</summary>
    public long Rebuilds { get; }

    public long Done { get; private set; }

    public bool IsOver => Done >= Rebuilds || Stopwatch.GetTimestamp() >= deadline || cancellation.IsCancellationRequested;

    public void Count() => Done++;
}
