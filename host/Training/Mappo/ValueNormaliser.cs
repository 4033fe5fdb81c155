namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>Mean and deviation of the returns, followed exponentially without the bias of the start: a critic learns in units of one,
/// whatever the reward's.</summary>
internal sealed class ValueNormaliser(double memory)
{
    private double mean;
    private double square;
    private double weight;

    public void Reset() => mean = square = weight = 0.0;

    public void Follow(ReadOnlySpan<float> returns)
    {
        double sum = 0, squares = 0;
        foreach (var value in returns)
        {
            sum += value;
            squares += (double)value * value;
        }

        mean = (memory * mean) + ((1.0 - memory) * sum / returns.Length);
        square = (memory * square) + ((1.0 - memory) * squares / returns.Length);
        weight = (memory * weight) + (1.0 - memory);
    }

    public double Normalise(double value) => (value - Mean) / Deviation;

    public double Denormalise(double value) => (value * Deviation) + Mean;

    public void Save(BinaryWriter writer)
    {
        writer.Write(mean);
        writer.Write(square);
        writer.Write(weight);
    }

    public void Load(BinaryReader reader)
    {
        mean = reader.ReadDouble();
        square = reader.ReadDouble();
        weight = reader.ReadDouble();
    }

    private double Mean => weight == 0.0 ? 0.0 : mean / weight;

    private double Deviation => weight == 0.0 ? 1.0 : Math.Sqrt(Math.Max((square / weight) - (Mean * Mean), 1e-4));
}
