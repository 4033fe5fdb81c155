using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>An animated top view: discs that move over marks, with play, seek and speed.</summary>
/// <param name="PeriodS">Seconds between two frames, above 0.</param>
/// <param name="Tracks">All of one length.</param>
public sealed record ReportReplay(
    string Title, string Note, double PeriodS, IReadOnlyList<ReportTrack> Tracks, IReadOnlyList<ReportMark> Marks)
        : ReportSection(Title, Note)
{
    public override string Body(int index) => Player(index, "Animated top view", speed: 1);

    /// <exception cref="InvalidOperationException">Tracks of different lengths.</exception>
    public override JsonObject Data()
    {
        var frames = Tracks.Count == 0 ? 0 : Tracks[0].X.Count;
        if (Tracks.Any(track => track.X.Count != frames || track.Y.Count != frames))
            throw new InvalidOperationException($"{Title}: every track is to have {frames} frames.");
        return new JsonObject
        {
            ["kind"] = "replay",
            ["period"] = PeriodS,
            ["frames"] = frames,
            ["tracks"] = new JsonArray(Tracks.Select(track => (JsonNode?)new JsonObject
            {
                ["name"] = track.Name,
                ["radius"] = Value(track.RadiusM),
                ["x"] = Column(track.X),
                ["y"] = Column(track.Y),
            }).ToArray()),
            ["marks"] = new JsonArray(Marks.Select(mark => (JsonNode?)new JsonObject
            {
                ["name"] = mark.Name,
                ["radius"] = Value(mark.RadiusM),
                ["x"] = Value(mark.X),
                ["y"] = Value(mark.Y),
            }).ToArray()),
        };
    }
}
