using System.Globalization;
using MultiAgentEdge.Host.Tracking.Poses;

namespace MultiAgentEdge.Host.Tracking.Gates;

/// <summary>
/// What a tracker says is checked here before a rover hears it: numbers, rover, time, jumps, swapped identities, a second tracker that
/// disagrees, rate. A rover's own filter gates too, but two rovers whose labels are swapped for some seconds cannot know: each hears a
/// steady, plausible place.
/// </summary>
/// <param name="rovers">Names of the fleet; null: any.</param>
/// <param name="word">What rovers say of themselves; null: nobody listens.</param>
public sealed class PoseGate(IReadOnlySet<string>? rovers, FleetWord? word = null)
{
    /// <summary>Poses handed on a second and rover; more would fill the link of a board and tell its filter nothing.</summary>
    public const double MostHz = 60;

    /// <summary>No rover of ours drives faster, m/s.</summary>
    public const double MostSpeedMS = 1;

    private const double MostYawRateRadS = 8;
    private const double SlackM = 0.05;
    private const double SlackRad = 0.2;

    // Two rovers are never this close, middle to middle, m.
    private const double OnePlaceM = 0.08;
    private const double SamePlaceM = 0.3;
    private const double FarM = 1000;

    private readonly Dictionary<string, RoverTrack> tracks = [];
    private readonly Dictionary<string, SourceClock> clocks = [];
    private readonly Dictionary<string, long> handedUs = [];

    /// <param name="stampUs">On the tracker's clock; null: it has none.</param>
    /// <param name="arrivalUs">On the host's clock, which never goes back.</param>
    /// <param name="wallUs">Unix time now.</param>
    public PoseVerdict Judge(PoseReading pose, long? stampUs, long arrivalUs, long wallUs)
    {
        double[] numbers = [pose.XM, pose.YM, pose.HasHeading ? pose.HeadingRad : 0, pose.SigmaM, pose.SigmaRad];
        if (!numbers.All(double.IsFinite) || Math.Abs(pose.XM) > FarM || Math.Abs(pose.YM) > FarM || pose.SigmaM < 0 || pose.SigmaRad < 0)
            return PoseVerdict.Refused(PoseRefusal.NotFinite,
                $"{pose.Rover} is said to be nowhere: a number is not finite, below 0 for a sigma, or beyond {FarM:0} m.");
        if (rovers is not null && !rovers.Contains(pose.Rover))
            return PoseVerdict.Refused(PoseRefusal.UnknownRover, $"There is no {pose.Rover} in this fleet.");
        if (!clocks.TryGetValue(pose.Source, out var clock))
            clocks[pose.Source] = clock = new SourceClock();
        if (clock.Place(stampUs, arrivalUs, wallUs, out var hostUs, out var when) is not PoseRefusal.None and var time)
            return PoseVerdict.Refused(time, $"A pose of {pose.Rover} {when}.");
        var heading = pose.HasHeading ? Math.IEEERemainder(pose.HeadingRad, 2 * Math.PI) : double.NaN;
        pose = pose with { StampUs = hostUs, HeadingRad = heading <= -Math.PI ? Math.PI : heading };
        if (!tracks.TryGetValue(pose.Rover, out var track))
            tracks[pose.Rover] = track = new RoverTrack();
        if (track.Last is { } before && hostUs <= before.StampUs && pose.Source == before.Source)
            return PoseVerdict.Refused(PoseRefusal.TooOften, $"{pose.Rover} was already seen then, or later.");
        var verdict = Place(track, pose);
        if (verdict is { } refused)
            return refused;
        track.Take(pose);
        // A little early is in time: trackers are not metronomes.
        if (handedUs.TryGetValue(pose.Rover, out var handed) && hostUs - handed < 0.8e6 / MostHz)
            return PoseVerdict.Refused(PoseRefusal.TooOften,
                string.Create(CultureInfo.InvariantCulture,
                $"{pose.Rover} is said more than {MostHz:0} times a second; the rest is left out."));
        handedUs[pose.Rover] = hostUs;
        return PoseVerdict.Taken(pose);
    }

    private PoseVerdict? Place(RoverTrack track, PoseReading pose)
    {
        var now = pose.StampUs;
        if (!track.IsFresh(now) && !track.IsSaidElsewhere(now))
            return Begin(pose);
        var last = track.Last ?? track.Elsewhere!;
        // While it is said elsewhere it has not had more time to get there than when that began.
        var seconds = (now - last.StampUs) * 1e-6;
        if (track.IsSaidElsewhere(now))
            seconds = Math.Min(seconds, (track.ElsewhereFirst!.StampUs - last.StampUs) * 1e-6);
        if (track.Last is not null && Follows(pose, last, seconds))
            return null;
        var off = string.Create(CultureInfo.InvariantCulture, $"{Distance(pose, last):0.00} m");
        if (pose.Source != last.Source && track.IsFresh(now))
            return PoseVerdict.Refused(PoseRefusal.TrackersDisagree,
                $"{pose.Source} has {pose.Rover} {off} from where {last.Source} has it.");
        track.Refuse(pose, track.Elsewhere is { } elsewhere && Follows(pose, elsewhere, (now - elsewhere.StampUs) * 1e-6));
        if (Whose(pose, track.ElsewhereFirst!) is { } other)
            return PoseVerdict.Refused(PoseRefusal.Swapped,
                $"{pose.Rover} is said to be where {other} is, {off} from where it was a moment ago.");
        // Said long enough, and where nobody else is: somebody carried it.
        return track.Insists
            ? null
            : PoseVerdict.Refused(PoseRefusal.Jump,
                string.Create(CultureInfo.InvariantCulture,
                $"{pose.Rover} jumps by {off} in {Math.Max(0, now - last.StampUs) * 1e-6:0.00} s."));
    }

    // Nothing is known of where it was: what rovers say of themselves counts, and that two are not in one place.
    private PoseVerdict? Begin(PoseReading pose)
    {
        if (Claimed(pose) is { } claims)
            return PoseVerdict.Refused(PoseRefusal.Swapped, $"{pose.Rover} is said to be where {claims} says that it is itself.");
        var there = tracks.FirstOrDefault(one => one.Key != pose.Rover && one.Value.IsFresh(pose.StampUs)
            && Distance(pose, one.Value.Last!) < OnePlaceM).Key;
        return there is null ? null : PoseVerdict.Refused(PoseRefusal.Swapped, $"{pose.Rover} is said to be where {there} is.");
    }

    // The rover that says it is there itself, while this one says it is elsewhere; null: nobody.
    private string? Claimed(PoseReading pose)
    {
        if (word?.Of(pose.Rover, pose.StampUs) is not { } own || Distance(pose, own) <= SamePlaceM + (4 * own.SigmaM))
            return null;
        return word.Others(pose.Rover, pose.StampUs)
            .FirstOrDefault(other => Distance(pose, other) < (SamePlaceM * 0.5) + (4 * other.SigmaM))?.Rover;
    }

    // Whose place it is said to be in: that of a rover which is seen there, or was when both were said to be elsewhere.
    private string? Whose(PoseReading pose, PoseReading first)
    {
        foreach (var (name, other) in tracks)
        {
            if (name == pose.Rover || other.Last is null)
                continue;
            if (other.IsFresh(pose.StampUs) && Distance(pose, other.Last) < SamePlaceM * 0.5)
                return name;
            if ((other.IsFresh(pose.StampUs) || other.IsSaidElsewhere(pose.StampUs)) && Distance(first, other.Last) < SamePlaceM
                && Math.Abs(first.StampUs - other.Last.StampUs) < RoverTrack.SilenceUs)
                return name;
        }

        return Claimed(pose);
    }

    private static bool Follows(PoseReading pose, PoseReading before, double seconds)
    {
        seconds = Math.Max(0, seconds);
        var turn = pose.HasHeading && before.HasHeading
            ? Math.Abs(Math.IEEERemainder(pose.HeadingRad - before.HeadingRad, 2 * Math.PI)) : 0;
        return Distance(pose, before) <= (MostSpeedMS * seconds) + (4 * Joint(pose.SigmaM, before.SigmaM)) + SlackM
            && turn <= (MostYawRateRadS * seconds) + (4 * Joint(pose.SigmaRad, before.SigmaRad)) + SlackRad;
    }

    private static double Joint(double a, double b) => Math.Sqrt((a * a) + (b * b));

    private static double Distance(PoseReading a, PoseReading b) => Joint(a.XM - b.XM, a.YM - b.YM);
}
