using System.Globalization;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// Drives a rover to and fro and around for a minute under a tracker, through its console: each leg ends by itself on the board, and where
/// the tracker loses the rover no other begins. Half a metre ahead and around it must be free.
/// </summary>
/// <param name="console">Of the rover, at rest on the floor.</param>
/// <param name="line">The same line, for time.</param>
/// <param name="watch">What the tracker sees.</param>
/// <param name="deadBandPermille">Duty below which its wheels stand.</param>
/// <param name="say">What happens, a line at a time.</param>
public sealed class TrackedDrive(
    BoardConsoleClient console, IBoardLine line, TrackerWatch watch, int deadBandPermille, Action<string> say)
{
    private const int Rounds = 6;
    private const int StraightMs = 900;
    private const int TurnMs = 400;

    /// <summary>Above the duty below which a wheel stands: a leg begins and ends slowly, because tyres that slide count a way that is none,
    /// the same in every leg.</summary>
    private const int SlowPermille = 80;

    private const int FastPermille = 230;
    private const int SlowMs = 350;

    /// <summary>A duty holds for so long beyond its time, until the next one takes its place.</summary>
    private const int OverlapMs = 300;

    /// <summary>After the motors: the wheels come to rest, and so does a tracker that is late.</summary>
    private const int SettleMs = 700;

    /// <summary>What a tracker may say a rover moved that has not.</summary>
    private const double LargestDriftM = 0.02;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <exception cref="BoardException">The console does not answer, or the tracker is no good.</exception>
    public IReadOnlyList<DrivenLeg> Run()
    {
        var before = RestPose.Of(watch(Rest));
        var at = RestPose.Of(watch(Rest));
        var driftM = Math.Sqrt(((at.XM - before.XM) * (at.XM - before.XM)) + ((at.YM - before.YM) * (at.YM - before.YM)));
        if (driftM > LargestDriftM)
            throw new BoardException(BoardFault.Tracker, $"The tracker says that a rover at rest moves by {1000 * driftM:0} mm.");
        var legs = new List<DrivenLeg>();
        for (var round = 1; round <= Rounds; round++)
        {
            say($"round {round} of {Rounds}");
            foreach (var (left, right, timeMs) in new[]
            {
                (1, 1, StraightMs), (-1, 1, TurnMs), (-1, -1, StraightMs), (1, -1, TurnMs),
            })
            {
                var leg = Leg(left, right, timeMs, at);
                legs.Add(leg);
                at = leg.To;
            }
        }

        return legs;
    }

    /// <param name="left">Which way the left wheel turns, 1 or -1.</param>
    /// <param name="right">The same of the right one.</param>
    /// <param name="timeMs">At full duty.</param>
    private DrivenLeg Leg(int left, int right, int timeMs, RestPose from)
    {
        (int Permille, int Ms)[] steps = [(SlowPermille, SlowMs), (FastPermille, timeMs), (SlowPermille, SlowMs), (0, SettleMs)];
        var first = console.Ask("sense");
        var began = line.Now;
        var (ratedAt, rate) = (began, Rate(first));
        double? turned = rate is null ? null : 0;
        var last = first;
        for (var step = 0; step < steps.Length; step++)
        {
            var (permille, ms) = steps[step];
            if (permille > 0)
            {
                var duty = permille + deadBandPermille;
                var holdsMs = steps[step + 1].Permille > 0 ? ms + OverlapMs : ms;
                console.Ask(string.Create(CultureInfo.InvariantCulture, $"motor {left * duty} {right * duty} {holdsMs}"));
            }

            for (var end = line.Now + TimeSpan.FromMilliseconds(ms); line.Now < end;)
            {
                line.Wait(Look);
                var asked = line.Now;
                last = console.Ask("sense");
                var now = asked + (0.5 * (line.Now - asked));
                var next = Rate(last);
                turned = turned is null || next is null || rate is null
                    ? null : turned + (0.5 * (rate + next) * (now - ratedAt).TotalSeconds);
                (ratedAt, rate) = (now, next);
            }
        }

        // Counters wrap; their difference does not.
        int Ticks(string field) => unchecked(BoardConsoleClient.Number(last, field) - BoardConsoleClient.Number(first, field));
        return new DrivenLeg(
            Ticks("left_ticks"), Ticks("right_ticks"), turned, (ratedAt - began).TotalSeconds, from, RestPose.Of(watch(Rest)));
    }

    /// <summary>rad/s; null where no gyroscope answers.</summary>
    private static double? Rate(IReadOnlyDictionary<string, string> sensed) =>
        sensed.GetValueOrDefault("gyroscope", "none") != "none" && sensed.ContainsKey("yaw_mrad_s")
            ? 0.001 * BoardConsoleClient.Number(sensed, "yaw_mrad_s") : null;
}
