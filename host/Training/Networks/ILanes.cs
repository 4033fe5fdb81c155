namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>A register of floats, so that a loop is written once for every width.</summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(ref float from, nint at);

    static abstract TSelf Broadcast(float value);

    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf added);

    /// <summary>Zero where it is not above zero; NaN stays NaN.</summary>
    static abstract TSelf Rectify(TSelf value);

    static abstract TSelf Add(TSelf left, TSelf right);

    /// <summary>The value where the gate is above zero, otherwise zero.</summary>
    static abstract TSelf WhereAboveZero(TSelf gate, TSelf value);

    static abstract void Store(TSelf value, ref float to, nint at);
}
