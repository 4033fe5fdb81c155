namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>A register of floats, so that a loop is written once for every width.</summary>
internal interface ILanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Load(ref float from, nint at);

    static abstract TVector Broadcast(float value);

    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector added);

    /// <summary>Zero where it is not above zero; NaN stays NaN.</summary>
    static abstract TVector Rectify(TVector value);

    static abstract TVector Add(TVector left, TVector right);

    /// <summary>The value where the gate is above zero, otherwise zero.</summary>
    static abstract TVector WhereAboveZero(TVector gate, TVector value);

    static abstract void Store(TVector value, ref float to, nint at);
}
