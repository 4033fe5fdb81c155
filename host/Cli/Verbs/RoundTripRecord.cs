using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware.Sim;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What simulated rovers met, second by second, as lines of JSON in a file: when, how long prices took, deadlines missed so
/// far.</summary>
internal sealed class RoundTripRecord : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly RoundTrips trips;
    private readonly IReadOnlyList<RoverInstance> rovers;
    private readonly StreamWriter file;
    private readonly Timer timer;
    private readonly Lock writing = new();
    private long lost;

    public RoundTripRecord(string path, RoundTrips trips, IReadOnlyList<RoverInstance> rovers)
    {
        (this.trips, this.rovers) = (trips, rovers);
        file = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        timer = new Timer(_ => Write(), null, Every, Every);
    }

    public void Dispose()
    {
        timer.Dispose();
        lock (writing)
            file.Dispose();
    }

    /// <summary>What stands in such a file of a stretch of time.</summary>
    /// <param name="from">Seconds since 1970.</param>
    /// <param name="to">Likewise.</param>
    public static Stretch Read(string path, double from, double to)
    {
        var counts = new SortedDictionary<int, long>();
        var (lost, first, last) = (0L, -1L, 0L);
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            // The last line may be half there.
            if (!line.EndsWith('}') || JsonNode.Parse(line) is not JsonObject second)
                continue;
            var at = second["unix_s"]!.GetValue<double>();
            var misses = second["deadline_misses"]!.GetValue<long>();
            if (at <= from)
                first = misses;
            if (at <= from || at > to)
                continue;
            (first, last) = (first < 0 ? misses : first, misses);
            lost += second["lost"]!.GetValue<long>();
            foreach (var (bin, count) in second["trips"]!.AsObject())
            {
                var number = int.Parse(bin, CultureInfo.InvariantCulture);
                counts[number] = counts.GetValueOrDefault(number) + count!.GetValue<long>();
            }
        }

        return new Stretch(counts, lost, Math.Max(0, last - Math.Max(0, first)));
    }

    private void Write()
    {
        lock (writing)
        {
            try
            {
                var all = trips.Lost;
                file.WriteLine(new JsonObject
                {
                    ["unix_s"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0,
                    ["lost"] = all - lost,
                    ["deadline_misses"] = rovers.Sum(rover => (long)rover.Agent.MissedDeadlines),
                    ["trips"] = new JsonObject(trips.Take().Select(bin => KeyValuePair.Create(
                        bin.Bin.ToString(CultureInfo.InvariantCulture), (JsonNode?)bin.Count))),
                }.ToJsonString());
                lost = all;
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // A full disk is no reason to stop rovers.
            }
        }
    }

    /// <summary>Round trips by bin, plans without an answer, deadlines missed.</summary>
    public sealed record Stretch(SortedDictionary<int, long> Counts, long Lost, long DeadlineMisses)
    {
        public long Count => Counts.Values.Sum();

        /// <summary>Upper end of the bin that holds it, ms; NaN where there are none.</summary>
        public double PercentileMs(double share)
        {
            var left = (long)Math.Ceiling(share * Count);
            foreach (var (bin, count) in Counts)
            {
                left -= count;
                if (left <= 0)
                    return RoundTrips.MsOf(bin);
            }

            return double.NaN;
        }
    }
}
