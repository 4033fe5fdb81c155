namespace MultiAgentEdge.Host.Runs;

/// <summary>A mission that is driven, by simulated rovers or by those that are out there, period by period.</summary>
/// <typeparam name="TRecord">What happened in one control period.</typeparam>
/// <typeparam name="TSummary">What it came to.</typeparam>
public interface IFleetRun<TRecord, TSummary>
{
    /// <summary>One complete record a period, in order.</summary>
    event Action<TRecord>? PeriodDone;

    /// <summary>Something worth telling a person.</summary>
    event Action<string>? Said;

    /// <summary>Drives to the end; whatever ends it, the rovers have been stopped.</summary>
    /// <exception cref="OperationCanceledException">It was asked to end.</exception>
    TSummary Execute(CancellationToken cancel);

    /// <summary>What it has come to so far: also of a run that did not come to its end, or not even to its beginning.</summary>
    TSummary SoFar();
}
