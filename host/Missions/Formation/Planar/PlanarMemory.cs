using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MultiAgentEdge.Formation;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>A formation in the plane as another host must know it to go on with it, besides its pace.</summary>
/// <param name="Shape">One of <see cref="FormationShape.Names"/>.</param>
/// <param name="SlotsM">Its places: x, y.</param>
/// <param name="Rovers">In the fleet file's order.</param>
/// <param name="FormedTick">As <see cref="FormationConductor.FormedTick"/>.</param>
/// <param name="Discs">Where obstacles are that can be carried about.</param>
/// <param name="Usual">The shape that they go back to when they have passed something, as an order; null: they are in it.</param>
/// <param name="Orders">Not carried out yet.</param>
public sealed record PlanarMemory(
    string Shape, double[][] SlotsM, PlanarMemory.Part[] Rovers, uint FormedTick, bool IsPaused,
    [property: JsonPropertyName("speed_m_s")] double SpeedMS, PlanarMemory.Disc[] Discs, JsonObject? Usual, JsonObject[] Orders)
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <param name="Boot">Which of its lives it was in; null: it did not say.</param>
    /// <param name="Place">Null: it never had one.</param>
    public sealed record Part(bool TakesPart, long? Boot, Slot? Place);

    /// <summary>As <see cref="PlanarPlace"/>.</summary>
    public sealed record Slot(
        double[] Path, double[] OffsetM, int PathNumber, double[] PathBefore, double[] OffsetBeforeM, int PathNumberBefore, uint StartTick,
        int Periods, double[]? StartPose)
    {
        public static Slot? Of(PlanarPlace? place) => place is null ? null : new Slot(
            place.Path, [place.Offset.X, place.Offset.Y], place.PathNumber, place.PathBefore, [place.OffsetBefore.X, place.OffsetBefore.Y],
            place.PathNumberBefore, place.StartTick, place.Periods, place.StartPose);

        public PlanarPlace ToPlace() => new(
            Path, (OffsetM[0], OffsetM[1]), PathNumber, PathBefore, (OffsetBeforeM[0], OffsetBeforeM[1]), PathNumberBefore, StartTick,
            Periods, StartPose);

        internal bool IsSound => new PathCurve().TrySet(Path) && new PathCurve().TrySet(PathBefore) && IsPoint(OffsetM)
            && IsPoint(OffsetBeforeM) && Periods >= 0 && (StartPose is null || (StartPose.Length == 3 && StartPose.All(double.IsFinite)));
    }

    public sealed record Disc(string Name, double XM, double YM);

    public JsonObject ToJson() => (JsonObject)JsonSerializer.SerializeToNode(this, Form)!;

    /// <summary>Null where it is none of this formation's: anybody may write on an open broker.</summary>
    public static PlanarMemory? TryRead(JsonObject? json, PlanarRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            var read = json?.Deserialize<PlanarMemory>(Form);
            return read?.Fits(options) == true ? read : null;
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or MaeException)
        {
            return null;
        }
    }

    /// <summary>The floor with its discs where they are.</summary>
    public FloorEntry On(FloorEntry floor)
    {
        ArgumentNullException.ThrowIfNull(floor);
        return Discs.Length == 0 ? floor : floor.Moved([.. Discs.Select(disc => (disc.Name, disc.XM, disc.YM))]);
    }

    internal FormationOrder? UsualOrder => Usual is null ? null : FormationOrderJson.Parse(Usual.ToJsonString());

    internal IEnumerable<FormationOrder> WaitingOrders => Orders.Select(order => FormationOrderJson.Parse(order.ToJsonString()));

    private static bool IsPoint(double[] point) => point is [var x, var y] && double.IsFinite(x) && double.IsFinite(y);

    private bool Fits(PlanarRunOptions options)
    {
        var placed = Rovers.Where(rover => rover.TakesPart).Select(rover => rover.Place).ToList();
        return FormationShape.Names.Contains(Shape) && SlotsM.All(IsPoint) && Rovers.Length == options.Rovers.Count && placed.Count > 0
            && !placed.Contains(null) && Rovers.All(rover => rover.Place?.IsSound != false)
            && placed.Select(place => place!.PathNumber).Distinct().Count() == 1
            && SpeedMS is >= 0 and <= PlanarScenario.SpeedMS
            && On(options.Floor).Obstacles.All(one => double.IsFinite(one.FromXM) && double.IsFinite(one.FromYM))
            && UsualOrder is var _ && WaitingOrders.ToList().Count == Orders.Length;
    }
}
