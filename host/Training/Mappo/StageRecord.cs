using MultiAgentEdge.Host.Training.Rewards;

namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>A finished stage in a checkpoint.</summary>
internal static class StageRecord
{
    public static void Write(BinaryWriter writer, StageResult result)
    {
        writer.Write(result.Number);
        writer.Write(result.Name);
        writer.Write(result.ConstraintLevel);
        writer.Write(result.Weights is not null);
        if (result.Weights is { } w)
            writer.WriteArray([w.Alpha, w.Penalty, w.Guidance, w.Cost, w.Gamma]);
        writer.Write(result.Derivation.Count);
        foreach (var sentence in result.Derivation)
            writer.Write(sentence);
        writer.Write(result.StepsEnd);
        Write(writer, result.Own);
        Write(writer, result.Full);
    }

    public static StageResult Read(BinaryReader reader)
    {
        var number = reader.ReadInt32();
        var name = reader.ReadString();
        var level = reader.ReadDouble();
        var weights = new double[5];
        var isDesigned = reader.ReadBoolean();
        if (isDesigned)
            reader.ReadArray(weights);
        var derivation = new string[reader.ReadCount()];
        for (var i = 0; i < derivation.Length; i++)
            derivation[i] = reader.ReadString();
        return new(
            number, name, level, isDesigned ? new RewardWeights(weights[0], weights[1], weights[2], weights[3], weights[4]) : null,
            derivation,
            reader.ReadInt64(), ReadFigures(reader), ReadFigures(reader));
    }

    private static void Write(BinaryWriter writer, TaskEvaluation figures)
    {
        writer.Write(figures.Episodes);
        writer.Write(figures.SlowestStep);
        writer.WriteArray(
        [
            figures.TerminalViolationRate, figures.StateViolationRate, figures.TimeStepsMean, figures.CostMean, figures.LargestCost,
            figures.GuidanceLeast, figures.GuidanceGreatest,
            figures.GuidanceMean,
        ]);
    }

    private static TaskEvaluation ReadFigures(BinaryReader reader)
    {
        int episodes = reader.ReadInt32(), slowest = reader.ReadInt32();
        var x = new double[8];
        reader.ReadFigures(x);
        return new()
        {
            Episodes = episodes,
            SlowestStep = slowest,
            TerminalViolationRate = x[0],
            StateViolationRate = x[1],
            TimeStepsMean = x[2],
            CostMean = x[3],
            LargestCost = x[4],
            GuidanceLeast = x[5],
            GuidanceGreatest = x[6],
            GuidanceMean = x[7],
        };
    }
}
