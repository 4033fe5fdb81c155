namespace MultiAgentEdge.Host.Missions.Coverage.Coordination;

/// <summary>One layer of a trained actor, as float32 or as per-tensor int8: weight = scale times value.</summary>
/// <param name="Weights">Row-major. // outputs x inputs; null where <paramref name="Quantised"/> is there</param>
/// <param name="Biases">// outputs</param>
/// <param name="Norm">Layer normalisation, row 0 gain, row 1 shift; null without. // 2 x outputs</param>
/// <param name="Quantised">Row-major. // outputs x inputs; null for float32</param>
/// <param name="Scale">Of <paramref name="Quantised"/>.</param>
public sealed record CoverageLayer(
    int Inputs, int Outputs, float[]? Weights, float[] Biases, float[]? Norm = null, sbyte[]? Quantised = null, float Scale = 1)
{
    /// <summary>Symmetric per-tensor int8: the greatest weight becomes 127. Biases and normalisation stay float32.</summary>
    public CoverageLayer Quantise()
    {
        if (Weights is null)
            return this;
        var largest = Weights.Select(Math.Abs).DefaultIfEmpty(0).Max();
        var scale = largest > 0 ? largest / 127f : 1f;
        return this with { Weights = null, Quantised = [.. Weights.Select(w => (sbyte)Math.Clamp(MathF.Round(w / scale), -127, 127))],
            Scale = scale };
    }
}
