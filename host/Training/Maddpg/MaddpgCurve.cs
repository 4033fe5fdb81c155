namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>Means since they were last read: return of the exploring team, the critic's error, the value of the actor's actions.</summary>
internal sealed class MaddpgCurve
{
    private readonly double[] sums = new double[3];
    private readonly int[] counts = new int[2];

    public static IReadOnlyList<string> Names { get; } = ["return_exploring", "critic_loss", "actor_value"];

    public void AddReturn(double value)
    {
        sums[0] += value;
        counts[0]++;
    }

    public void AddUpdate(MaddpgUpdate update)
    {
        sums[1] += update.CriticLoss;
        sums[2] += update.ActorValue;
        counts[1]++;
    }

    public double[] Read()
    {
        double[] means = [sums[0] / counts[0], sums[1] / counts[1], sums[2] / counts[1]];
        Array.Clear(sums);
        Array.Clear(counts);
        return means;
    }

    public void Save(BinaryWriter writer)
    {
        writer.WriteArray(sums);
        writer.WriteArray(counts);
    }

    public void Load(BinaryReader reader)
    {
        reader.ReadArray(sums);
        reader.ReadArray(counts);
    }
}
