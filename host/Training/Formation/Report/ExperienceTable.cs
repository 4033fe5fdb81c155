using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Training;

/// <summary>A run's experience.csv, thinned out for plots: of every stretch of samples the mean, the extremes and the mean
/// magnitude.</summary>
public sealed class ExperienceTable
{
    private readonly Dictionary<string, int> index;
    private readonly double[][] mean;
    private readonly double[][] low;
    private readonly double[][] high;
    private readonly double[][] magnitude;

    private ExperienceTable(string[] columns, int rows, int points)
    {
        index = columns
            .Select((name, column) => (name, column))
            .ToDictionary(entry => entry.name, entry => entry.column, StringComparer.Ordinal);
        Columns = columns;
        Samples = rows;
        Points = points;
        double[][] Filled(double value) => [.. columns.Select(_ => Enumerable.Repeat(value, points).ToArray())];
        mean = Filled(0.0);
        low = Filled(double.PositiveInfinity);
        high = Filled(double.NegativeInfinity);
        magnitude = Filled(0.0);
    }

    public IReadOnlyList<string> Columns { get; }

    public int Samples { get; }

    /// <summary>Stretches: entries of every series.</summary>
    public int Points { get; }

    /// <summary>Middle sample of each stretch.</summary>
    public double[] Axis { get; private set; } = [];

    /// <param name="path">As <see cref="ExperienceLog"/> wrote it, packed or not.</param>
    /// <param name="points">At most this many stretches, 1 or more.</param>
    /// <exception cref="InvalidDataException">A row has another number of columns than the header, or what is no number.</exception>
    public static ExperienceTable Read(string path, int points)
    {
        using var counter = PackedFile.OpenText(path);
        var rows = CsvTable.ReadNumbers(counter, out var columns).Count();
        using var reader = PackedFile.OpenText(path);
        var table = new ExperienceTable(columns, rows, Math.Min(points, rows));
        foreach (var (row, numbers) in CsvTable.ReadNumbers(reader, out _).Index())
            table.Take(numbers, row);
        table.Finish();
        return table;
    }

    public bool Has(string column) => index.ContainsKey(column);

    public double[] Mean(string column) => mean[index[column]];

    /// <summary>Least value of each stretch.</summary>
    public double[] Low(string column) => low[index[column]];

    public double[] High(string column) => high[index[column]];

    /// <summary>Mean absolute value of each stretch.</summary>
    public double[] Magnitude(string column) => magnitude[index[column]];

    private void Take(double[] numbers, int row)
    {
        var point = PointOf(row);
        for (var column = 0; column < numbers.Length; column++)
        {
            var value = numbers[column];
            mean[column][point] += value;
            magnitude[column][point] += Math.Abs(value);
            low[column][point] = Math.Min(low[column][point], value);
            high[column][point] = Math.Max(high[column][point], value);
        }
    }

    private int PointOf(int row) => (int)((long)row * Points / Samples);

    private void Finish()
    {
        var counts = new int[Points];
        var sums = new double[Points];
        for (var row = 0; row < Samples; row++)
        {
            counts[PointOf(row)]++;
            sums[PointOf(row)] += row;
        }

        Axis = [.. sums.Select((sum, point) => sum / counts[point])];
        foreach (var column in mean.Concat(magnitude))
        {
            for (var point = 0; point < Points; point++)
                column[point] /= counts[point];
        }
    }
}
