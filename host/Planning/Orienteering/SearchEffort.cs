using System.Diagnostics;

namespace MultiAgentEdge.Host.Planning;

/// <summary>How much of its work a search has done: counted in rebuilds, or by the clock. One for each thread.</summary>
internal sealed class SearchEffort
{
    private readonly long rebuilds;
    private readonly long begin;
    private readonly long deadline;
    private readonly CancellationToken cancellation;
    private long done;

    /// <param name="rebuilds">Counted, so that the same count gives the same routes. Null: from now to the deadline.</param>
    /// <param name="deadline">Of <see cref="Stopwatch"/>; cuts counted work too.</param>
    public SearchEffort(long? rebuilds, long deadline, CancellationToken cancellation)
    {
        (this.rebuilds, this.deadline, this.cancellation) = (rebuilds ?? 0, deadline, cancellation);
        begin = Stopwatch.GetTimestamp();
        IsTimed = rebuilds is null;
    }

    public bool IsTimed { get; }

    /// <summary>0 to 1, and more.</summary>
    public double Spent => IsTimed ? (Stopwatch.GetTimestamp() - begin) / Math.Max(1.0, deadline - begin) : (double)done / Math.Max(1, rebuilds);

    public bool IsOver => Spent >= 1 || Stopwatch.GetTimestamp() >= deadline || cancellation.IsCancellationRequested;

    public void Count() => done++;
}
