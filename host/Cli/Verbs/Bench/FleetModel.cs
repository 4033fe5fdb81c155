using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>
/// What more rovers need than were measured: a host's processor time goes with its fleets (each has a loop) and with the rounds of all
/// rovers in a second, a broker's with the rounds alone, memory with the rovers. Least squares over what <c>bench fleet --json</c> said.
/// </summary>
/// <param name="HostPerFleet">Cores.</param>
/// <param name="HostPerRound">Cores for one round of one rover a second.</param>
/// <param name="BrokerPerRound">Likewise, of a broker.</param>
/// <param name="WorstError">Of the host's processor time, as a share of what was measured.</param>
internal sealed record FleetModel(
    double HostPerFleet, double HostPerRound, double BrokerPerRound, double HostBytesPerRover, double WorstError)
{
    /// <summary>Of a core: what is used beyond it is paid with round trips.</summary>
    public const double MostShare = 0.7;

    /// <param name="Rounds">Of all rovers in a second.</param>
    /// <param name="HostCores">Used.</param>
    public sealed record Point(int Fleets, int Rovers, double Rounds, double HostCores, double BrokerCores, double HostBytesPerRover);

    /// <exception cref="MaeException">MAE587: the file holds no result of bench fleet.</exception>
    public static Point Read(string path, string text)
    {
        try
        {
            var json = JsonNode.Parse(text)!;
            double Number(string key) => json[key]!.GetValue<double>();
            var (rovers, cores) = ((int)Number("rovers"), Number("cores"));
            return new Point(
                (int)Number("fleets"), rovers, rovers * Number("rounds_per_period") / Number("period_s"), cores * Number("host_cpu_share"),
                cores * Number("broker_cpu_share"), Number("host_bytes_per_rover"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE587", $"{path} holds no result of mae bench fleet.",
                "Make one: mae bench fleet --json > FILE", e);
        }
    }

    /// <param name="points">One or more.</param>
    public static FleetModel Of(IReadOnlyList<Point> points)
    {
        double Sum(Func<Point, double> of) => points.Sum(of);
        var (ff, fr, rr) = (Sum(p => (double)p.Fleets * p.Fleets), Sum(p => p.Fleets * p.Rounds), Sum(p => p.Rounds * p.Rounds));
        var (fh, rh) = (Sum(p => p.Fleets * p.HostCores), Sum(p => p.Rounds * p.HostCores));
        var determinant = (ff * rr) - (fr * fr);
        // Points that tell fleets and rovers not apart: all of it is the rounds'. Nothing costs less than nothing.
        var (perFleet, perRound) = determinant > 1e-9 * ff * rr
            ? (((rr * fh) - (fr * rh)) / determinant, ((ff * rh) - (fr * fh)) / determinant)
            : (0, rh / rr);
        (perFleet, perRound) = perFleet < 0 ? (0, rh / rr) : perRound < 0 ? (fh / ff, 0) : (perFleet, perRound);
        return new FleetModel(
            perFleet, perRound, Sum(p => p.Rounds * p.BrokerCores) / rr, points.Average(p => p.HostBytesPerRover),
            points.Max(p => Math.Abs((perFleet * p.Fleets) + (perRound * p.Rounds) - p.HostCores) / p.HostCores));
    }

    /// <summary>What so many rovers need.</summary>
    /// <param name="each">Rovers of a fleet.</param>
    /// <param name="roundsPerS">Of one rover.</param>
    public (double HostCores, double BrokerCores, double HostBytes) Need(double rovers, int each, double roundsPerS) => (
        (HostPerFleet * rovers / each) + (HostPerRound * rovers * roundsPerS), BrokerPerRound * rovers * roundsPerS,
        HostBytesPerRover * rovers);

    /// <summary>Rovers with which each part has as much to do as it can, the first to break first.</summary>
    /// <param name="cores">Of the host's machine.</param>
    public IReadOnlyList<(string What, double Rovers)> Limits(int each, double roundsPerS, int cores, int fleetsOfSilo)
    {
        var (host, broker, _) = Need(1, each, roundsPerS);
        return [.. new[]
        {
            ("a broker of one thread (Mosquitto)", MostShare / broker),
            ($"a silo on {cores} cores that are its own", MostShare * cores / host),
            ($"a silo of {fleetsOfSilo} fleets (--most-fleets)", (double)fleetsOfSilo * each),
        }.OrderBy(limit => limit.Item2)];
    }

    public JsonObject ToJson() => new()
    {
        ["host_cores_per_fleet"] = JsonText.Number(HostPerFleet),
        ["host_cores_per_round_per_s"] = JsonText.Number(HostPerRound),
        ["broker_cores_per_round_per_s"] = JsonText.Number(BrokerPerRound),
        ["host_bytes_per_rover"] = JsonText.Number(HostBytesPerRover),
        ["worst_error_share"] = JsonText.Number(WorstError),
    };
}
