using MultiAgentEdge.Actor;

namespace MultiAgentEdge.Host.Missions.Coverage.Coordination;

/// <summary>A trained coverage actor with all that a rover needs to run it, except where the landmarks are.</summary>
public sealed record CoveragePolicy
{
    public required CoverageSense Sense { get; init; }

    /// <summary>One to four layers; ReLU between them.</summary>
    public required IReadOnlyList<CoverageLayer> Layers { get; init; }

    /// <summary>Argmax chooses a row of <see cref="Actions"/>; linear and tanh add up rows times outputs in [-1, 1].</summary>
    public ActorHead Head { get; init; } = ActorHead.Argmax;

    /// <summary>Acceleration of each output, m/s^2. // nA x 2</summary>
    public double[] Actions { get; init; } = MpeActions();

    /// <summary>Share of its velocity that the particle loses in a period.</summary>
    public double Damping { get; init; } = 0.25;

    public double PeriodS { get; init; } = 0.1;

    /// <summary>Periods without a word after which another rover leaves the scope.</summary>
    public int SilenceLimit { get; init; } = 20;

    /// <summary>Share of the acceleration left while driving without the coordinator, (0, 1].</summary>
    public double SpeedLimit { get; init; } = 0.5;

    /// <summary>Drives two wheels like the particle; null: the body is a particle.</summary>
    public CoverageTracking? Tracking { get; init; }

    public bool IsQuantised => Layers.Any(layer => layer.Quantised is not null);

    /// <summary>Weights, biases and normalisation.</summary>
    public int ParameterCount => Layers.Sum(layer => (layer.Inputs * layer.Outputs) + layer.Biases.Length + (layer.Norm?.Length ?? 0));

    /// <summary>Their bytes on a rover: one each for int8 weights and four for the scale, four for anything else.</summary>
    public int ParameterBytes => Layers.Sum(layer =>
        (layer.Quantised?.Length + 4 ?? 4 * layer.Weights!.Length) + (4 * (layer.Biases.Length + (layer.Norm?.Length ?? 0))));

    /// <summary>The five actions of the MPE in OpenAI's order: stay, +x, -x, +y, -y, times the sensitivity 5.</summary>
    public static double[] MpeActions(double accelerationMS2 = 5) =>
        [0, 0, accelerationMS2, 0, -accelerationMS2, 0, 0, accelerationMS2, 0, -accelerationMS2];

    public CoveragePolicy Quantise() => this with { Layers = [.. Layers.Select(layer => layer.Quantise())] };
}
