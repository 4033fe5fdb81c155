using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>The learning curves of a run, at most two hundred points: environment steps, seconds of training, then the trainer's own
/// columns.</summary>
public sealed class CoverageCurves(IReadOnlyList<string> names)
{
    public const int Points = 200;

    private readonly List<double[]> rows = [];

    /// <summary>Column names, unit in the name.</summary>
    public IReadOnlyList<string> Names { get; } = ["env_steps", "seconds", .. names];

    public IReadOnlyList<double[]> Rows => rows;

    public void Add(ICoverageTrainer trainer, double seconds) => rows.Add([trainer.StepsDone, seconds, .. trainer.ReadCurve()]);

    public double[] Column(int index) => [.. rows.Select(row => row[index])];

    public string ToCsv() => CsvTable.Text(Names, rows.Select(row => row.Select(value => double.IsNaN(value) ? "NaN" : (object)value)));

    public void Save(BinaryWriter writer)
    {
        writer.Write(rows.Count);
        foreach (var row in rows)
            writer.WriteArray(row);
    }

    public void Load(BinaryReader reader)
    {
        rows.Clear();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var row = new double[Names.Count];
            reader.ReadFigures(row);
            rows.Add(row);
        }
    }
}
