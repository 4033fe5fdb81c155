using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>Everything a delivery run is a function of.</summary>
public sealed record DeliveryRunOptions
{
    private readonly double? margin;
    private readonly IReadOnlyList<string>? names;

    public required TaskGraph Graph { get; init; }

    public string Fleet { get; init; } = "delivery";

    /// <summary>1 to 20 rovers.</summary>
    public int Agents { get; init; } = 1;

    /// <summary>Days, each one iteration of Algorithm 1; the conservative routes of iteration 0 are known but not driven.</summary>
    public int Iterations { get; init; } = 3;

    public ulong Seed { get; init; } = 1;

    /// <summary>What an edge may use beyond its estimate, as a share; unless set, what the disturbance asks for.</summary>
    public double Margin
    {
        get => margin ?? Disturbance.DefaultMargin;
        init => margin = value;
    }

    /// <summary>Of each rover's disc, m, 0 to 1: rovers keep clear of each other, each with a parking place of its own. 0: they are points,
    /// as in the paper, that begin and end in one.</summary>
    public double BodyRadiusM { get; init; } = RoverOptions.UsualBodyRadiusM;

    /// <summary>Whether there is anybody to keep clear of, and a law for it: a bicycle cannot turn where it stands.</summary>
    public bool KeepsClear => BodyRadiusM > 0 && Agents > 1 && Graph.Vehicle.Model == VehicleModel.Unicycle;

    /// <summary>What the worst case of an edge has besides for those in the way, s.</summary>
    public double PassingS => KeepsClear ? 2 : 0;

    public DeliveryDisturbance Disturbance { get; init; } = new();

    public IReadOnlyList<DeliveryEvent> Events { get; init; } = [];

    public bool InProcess { get; init; }

    /// <summary>Least wall-clock time of a period; zero: as fast as it goes.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>auto or mqttnet.</summary>
    public string Client { get; init; } = "auto";

    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>As many as <see cref="Agents"/>; unless set, rover-1 and so on.</summary>
    public IReadOnlyList<string> Names
    {
        get => names ?? [.. Enumerable.Range(1, Agents).Select(i => $"rover-{i}")];
        init => names = value;
    }
}
