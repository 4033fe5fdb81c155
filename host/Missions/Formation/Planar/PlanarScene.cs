using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>
/// Shows a formation in the plane to whoever looks on: path, shape and what can be told (<c>host/scene</c>, whenever it changes), places
/// and plans in the world (<c>host/progress</c>, every period). Rovers plan deviations from their places, which only this host knows.
/// </summary>
public sealed class PlanarScene
{
    private const int PathPoints = 96;

    /// <summary>Sizes that a page offers, m; an order may have others.</summary>
    private const double LeastSizeM = 0.3;

    private const double MostSizeM = 5;

    private readonly PlanarRunOptions options;
    private readonly FleetSession session;
    private readonly PaceMaker pace;
    private readonly FormationConductor conductor;
    private readonly double[][] plans;

    public PlanarScene(PlanarRunOptions options, FleetSession session, PaceMaker pace, FormationConductor conductor)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(session);
        (this.options, this.session, this.pace, this.conductor) = (options, session, pace, conductor);
        plans = [.. options.Rovers.Select(_ => Array.Empty<double>())];
        session.PlanReceived += Keep;
    }

    /// <summary>A control period has ended.</summary>
    public void Show(PlanarRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        session.Show(Scene().ToJsonString());
        session.ShowProgress(Progress(record).ToJsonString());
    }

    /// <summary>What stands still until somebody changes it.</summary>
    public JsonObject Scene()
    {
        var path = pace.Path;
        var scene = new JsonObject
        {
            ["mission"] = "formation",
            ["space"] = "plane",
            ["period_s"] = options.PeriodS,
            ["path"] = new JsonObject
            {
                ["name"] = path.Name,
                ["is_closed"] = path.Curve().IsClosed,
                ["points_m"] = new JsonArray([.. Points(path).Select(Pair)]),
                ["centre_m"] = path.CentreM is { } centre ? Pair(centre) : null,
                ["size_m"] = path.SizeM is { } size ? JsonText.Number(Math.Round(size, 4)) : null,
            },
            ["shape"] = new JsonObject
            {
                ["name"] = conductor.Shape.Name,
                ["offsets_m"] = new JsonArray([.. conductor.Shape.Slots.Select(Pair)]),
            },
            ["order"] = new JsonObject
            {
                ["shapes"] = JsonText.Array(FormationShape.Names.Where(name => name != FormationShape.Offsets)),
                ["paths"] = JsonText.Array(FormationPath.Names.Where(name => name is not ("waypoints" or "loop"))),
                ["speed_m_s"] = Range(pace.SpeedMS, 0, PlanarScenario.SpeedMS, 0.01),
                ["size_m"] = path.SizeM is { } now ? Range(now, LeastSizeM, MostSizeM, 0.1) : null,
                ["pause"] = conductor.IsPaused,
                ["topic"] = Topics.Orders,
                ["moves"] = JsonText.Array(["path", "places", "obstacles"]),
            },
        };
        FloorJson.AddTo(scene, conductor.Floor);
        return scene;
    }

    private JsonObject Progress(PlanarRecord record)
    {
        var rovers = new JsonObject();
        for (var i = 0; i < options.Rovers.Count; i++)
        {
            if (!conductor.TakesPart(i))
                continue;
            rovers[options.Rovers[i]] = new JsonObject
            {
                ["place_m"] = Pair((record.Rovers[i].PlaceXM, record.Rovers[i].PlaceYM)),
                ["plan_m"] = record.Rovers[i].Drives ? Plan(i, (uint)record.Tick) : null,
            };
        }

        return new JsonObject
        {
            ["tick"] = record.Tick,
            ["time_s"] = JsonText.Number(Math.Round(record.TimeS, 3)),
            ["share"] = JsonText.Number(Math.Round(record.Share, 3)),
            ["at_m"] = Pair((record.PathXM, record.PathYM)),
            ["error_m"] = JsonText.Number(Math.Round(record.FormationErrorM, 5)),
            ["rovers"] = rovers,
        };
    }

    // Stage by stage: the place that a rover will have, and how far from it it means to be.
    private JsonArray Plan(int rover, uint tick)
    {
        var world = new JsonArray();
        var place = conductor.References[rover];
        for (var k = 0; k + 1 < plans[rover].Length; k += 2)
        {
            place.Evaluate(pace.Pace, tick + 1 + (uint)(k / 2), options.PeriodS);
            world.Add(Pair((place.X + plans[rover][k], place.Y + plans[rover][k + 1])));
        }

        return world;
    }

    private void Keep(string rover, PlanFrame plan)
    {
        for (var i = 0; i < plans.Length; i++)
        {
            if (options.Rovers[i] == rover)
                plans[i] = plan.Outputs[..plan.OutputCount];
        }
    }

    private static IEnumerable<(double X, double Y)> Points(FormationPath path)
    {
        var curve = path.Curve();
        if (curve.Span <= 0)
            return [];
        var last = curve.IsClosed ? PathPoints - 1 : PathPoints;
        return Enumerable.Range(0, last + 1).Select(k =>
        {
            curve.Evaluate(curve.Span * k / PathPoints);
            return (curve.X, curve.Y);
        });
    }

    private static JsonObject Range(double value, double min, double max, double step) => new()
    {
        ["value"] = Math.Round(value, 4),
        ["min"] = min,
        ["max"] = max,
        ["step"] = step,
    };

    private static JsonNode Pair((double X, double Y) point) =>
        new JsonArray(JsonText.Number(Math.Round(point.X, 4)), JsonText.Number(Math.Round(point.Y, 4)));
}
