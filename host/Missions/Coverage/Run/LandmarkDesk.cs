using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Parameters;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>
/// Landmarks that people move while a team covers them, from its fleet's topic host/coverage: as many as there are, brought to every rover
/// as one version that is taken up at one tick. What cannot be is answered with its code, and the team drives on.
/// </summary>
internal sealed class LandmarkDesk
{
    private const int MostCharacters = 16_384;

    /// <summary>Farther off nobody meant it.</summary>
    private const double MostM = 1000;

    private readonly ConcurrentQueue<string> waiting = new();
    private readonly FleetSession session;
    private readonly TeamMission mission;
    private readonly CoverageRunOptions options;
    private readonly FloorEntry floor;
    private readonly Func<string, uint, byte[]> setOf;
    private bool isMoved;

    /// <param name="options">Its landmarks are where they were moved to from then on: for figures, records and the report.</param>
    /// <param name="setOf">A rover's set of a version, with the landmarks that the options have then.</param>
    public LandmarkDesk(
        FleetSession session, TeamMission mission, CoverageRunOptions options, FloorEntry floor, Func<string, uint, byte[]> setOf)
    {
        (this.session, this.mission, this.options, this.floor, this.setOf) = (session, mission, options, floor, setOf);
        session.Hear(Topics.CoverageOrders);
        session.Told += (leaf, text) =>
        {
            if (leaf == Topics.CoverageOrders)
                waiting.Enqueue(text);
        };
    }

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    /// <summary>The landmarks of the options are others now.</summary>
    public event Action? Moved;

    /// <summary>Carries out what waits; between two periods.</summary>
    public void Poll()
    {
        while (waiting.TryDequeue(out var text))
            Answer(text);
        // One push at a time: the newest places count.
        if (!isMoved || mission.IsPushing || mission.Phase != MissionPhase.Running)
            return;
        isMoved = false;
        var version = mission.Version + 1;
        mission.Push(version, name => FloorSet.With(setOf(name, version), floor));
    }

    private void Answer(string text)
    {
        MaeException? wrong = null;
        try
        {
            Read(text).CopyTo(options.LandmarksM, 0);
            isMoved = true;
            Said?.Invoke("landmarks moved");
            Moved?.Invoke();
        }
        catch (MaeException refused)
        {
            wrong = refused;
            Said?.Invoke(refused.Message);
        }

        session.Tell(Topics.CoverageOrderAnswers, OrderAnswer.Of(wrong));
    }

    private double[] Read(string text)
    {
        var count = options.LandmarksM.Length / 2;
        JsonArray? given = null;
        try
        {
            given = text.Length > MostCharacters ? null : (JsonNode.Parse(text) as JsonObject)?["landmarks_m"] as JsonArray;
        }
        catch (JsonException)
        {
            // Said below.
        }

        if (given?.Count != count || given.Any(one => one is not JsonArray { Count: 2 } point || !point.All(IsPlace)))
        {
            throw new MaeException(
                ExitCode.Usage, "MAE544", $"This names no place, within {MostM:0} m, for each of the {count} landmarks.",
                $"Send {{\"landmarks_m\": [[x, y], ...]}} with {count} of them; how many there are stays as it is.");
        }

        double[] places = [.. given.SelectMany(one => one!.AsArray().Select(number => number!.GetValue<double>()))];
        FloorPlaces.Check(floor, places.Chunk(2).Select((at, i) => ($"Landmark {i + 1}", at[0], at[1])));
        return places;
    }

    private static bool IsPlace(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out double number) && Math.Abs(number) <= MostM;
}
