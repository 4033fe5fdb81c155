namespace MultiAgentEdge.Host.Planning;

/// <summary>Counts what a search looks at, so that it ends at the same place on every machine.</summary>
internal sealed class OperationBudget(long limit)
{
    public long Used { get; private set; }

    public bool IsSpent { get; private set; }

    /// <summary>False: stop.</summary>
    public bool Spend()
    {
        if (Used >= limit)
            IsSpent = true;
        else
            Used++;
        return !IsSpent;
    }
}
