using System.CommandLine;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Cli.Boards;

/// <summary>Where a tracker sees the rover that is calibrated: as <c>mae track</c> hands it on over the broker, or, of a simulated board,
/// as a simulated camera sees it.</summary>
internal sealed class TrackerEye : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private readonly IBoardLine line;
    private readonly Func<IEnumerable<SeenPose>> arrived;
    private readonly IMessageLink? link;

    private TrackerEye(IBoardLine line, Func<IEnumerable<SeenPose>> arrived, IMessageLink? link)
    {
        this.line = line;
        this.arrived = arrived;
        this.link = link;
    }

    /// <exception cref="MaeException">A real board, and nothing says which rover it is or where its broker.</exception>
    public static TrackerEye Open(
        ParseResult parse, VerbContext context, IBoardLine line, FleetOptions fleet, Option<string?> rover)
    {
        if (line is SimulatedBoard board)
            return Of(board, new TrackerOptions());
        var name = NameText.Check(rover.Name, parse.GetValue(rover));
        var file = fleet.Load(parse);
        FleetOptions.Require(file, name);
        if (name is null || file.Broker.Host is null)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE002", "by-tracker hears a rover's poses on a broker, and rover or broker is not named.",
                "Run mae track ... --broker HOST elsewhere, and add --rover NAME --broker HOST here.");
        }

        var link = LinkFactory.Choose().Create();
        try
        {
            link.Connect(file.Broker.ToLinkOptions(ClientIds.Host(file.Fleet, "calibrate"), FleetLink.ConnectLimit(context.Timeout)));
            link.Subscribe($"{Topics.Root}/{file.Fleet}/{name}/{Topics.Pose}", QualityOfService.AtMostOnce);
        }
        catch
        {
            link.Dispose();
            throw;
        }

        return new(line, () => Frames(link), link);
    }

    /// <summary>A camera over a simulated board.</summary>
    public static TrackerEye Of(SimulatedBoard board, TrackerOptions options)
    {
        var tracker = new SimulatedTracker(options, 1);
        return new(board, () => Sightings(board, tracker), null);
    }

    /// <summary>What comes in so much time from now on.</summary>
    public IReadOnlyList<SeenPose> Watch(TimeSpan time)
    {
        foreach (var _ in arrived())
            continue;
        var poses = new List<SeenPose>();
        for (var end = line.Now + time; line.Now < end;)
        {
            line.Wait(Look);
            poses.AddRange(arrived());
        }

        return poses;
    }

    public void Dispose() => link?.Dispose();

    private static IEnumerable<SeenPose> Frames(IMessageLink link)
    {
        var (header, frame) = (new FrameHeader(), new PoseFrame());
        while (link.TryReceive(out var message))
        {
            var isPose = !message.Retained && FrameCodec.TryOpen(message.Payload, message.Payload.Length, header) == FrameStatus.Ok
                && header.Kind == FrameKind.Pose && frame.TryRead(message.Payload, FrameCodec.HeaderBytes, header.PayloadLength)
                && (frame.Flags & PoseFrame.HasHeading) != 0;
            link.Recycle(message);
            if (isPose)
                yield return new(frame.XM, frame.YM, frame.HeadingRad);
        }
    }

    private static IEnumerable<SeenPose> Sightings(SimulatedBoard board, SimulatedTracker tracker)
    {
        var nowUs = (long)board.Now.TotalMicroseconds;
        while (tracker.NextExposureUs <= nowUs)
            tracker.Expose([new TruePose(board.Body.PositionM, board.Body.LateralM, board.Body.HeadingRad)]);
        while (tracker.TryTake(nowUs, out var sighting))
            yield return new(sighting.Pose.XM, sighting.Pose.YM, sighting.Pose.HeadingRad);
    }
}
