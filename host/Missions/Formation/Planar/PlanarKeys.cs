namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Keys of a terminal that a formation is watched from.</summary>
public static class PlanarKeys
{
    public const string Help =
        "keys: l line, c column, t triangle, p polygon, g grid; 8 eight, o circle, i line to and fro; + and - speed; space: pause, go on";

    private const double StepMS = 0.05;

    /// <summary>What a key asks for; null: nothing.</summary>
    /// <param name="speedMS">Wanted now.</param>
    public static FormationOrder? Of(char key, double speedMS, bool isPaused) => key switch
    {
        'l' => new FormationOrder { Shape = "line" },
        'c' => new FormationOrder { Shape = "column" },
        't' => new FormationOrder { Shape = "triangle" },
        'p' => new FormationOrder { Shape = "polygon" },
        'g' => new FormationOrder { Shape = "grid" },
        '8' => new FormationOrder { Path = "eight" },
        'o' => new FormationOrder { Path = "circle" },
        'i' => new FormationOrder { Path = "line" },
        '+' => new FormationOrder { SpeedMS = Math.Min(PlanarScenario.SpeedMS, speedMS + StepMS) },
        '-' => new FormationOrder { SpeedMS = Math.Max(0, speedMS - StepMS) },
        ' ' => new FormationOrder { Pause = !isPaused },
        _ => null,
    };
}
