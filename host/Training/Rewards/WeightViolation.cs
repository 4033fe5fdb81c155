namespace MultiAgentEdge.Host.Training.Rewards;

/// <summary>A weight outside its bound.</summary>
public sealed record WeightViolation(WeightBound Bound, double Value)
{
    /// <summary>One sentence: which weight, which bound, which equation.</summary>
    public string Message =>
        $"{Bound.Weight} = {WeightBound.Text(Value)} is outside {Bound.Range} of {Bound.Equation}, paper S2 ({Bound.Formula}): "
        + $"{Bound.Reason}";
}
