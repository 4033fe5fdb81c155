using MultiAgentEdge.Host.Worlds.Tasks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Mappo;

/// <summary>A task whose episodes are written down: what each step is, per environment; every action costs 1.</summary>
internal sealed class ScriptedTask(int horizon, params string[] scripts) : IConstrainedTask
{
    private readonly bool[] terminal = new bool[scripts.Length];
    private readonly bool[] violated = new bool[scripts.Length];
    private readonly double[] guidance = new double[scripts.Length];
    private readonly double[] cost = new double[scripts.Length];
    private readonly int[] steps = new int[scripts.Length];

    public string Name => "scripted";

    public int Environments => scripts.Length;

    public int Agents => 1;

    public int ActionCount => 2;

    public int ObservationWidth => 1;

    public int StateWidth => 1;

    public int HorizonSteps => horizon;

    public double ConstraintLevel { get; set; } = 1;

    public double FullConstraintLevel => 1;

    public double StepCostLimit => 3;

    public double GuidanceBound => 1;

    public double GuidanceMaximum => 0;

    public ReadOnlySpan<bool> IsTerminal => terminal;

    public ReadOnlySpan<bool> IsViolated => violated;

    public ReadOnlySpan<double> Guidance => guidance;

    public ReadOnlySpan<double> Cost => cost;

    public ReadOnlySpan<double> OriginalReward => guidance;

    public ReadOnlySpan<int> Steps => steps;

    public void Reset(int environment, Xoshiro256 random) => steps[environment] = 0;

    // T terminal, V violated, B both, anything else a step on the way.
    public void Step(ReadOnlySpan<int> actions)
    {
        for (var e = 0; e < scripts.Length; e++)
        {
            var mark = steps[e] < scripts[e].Length ? scripts[e][steps[e]] : '.';
            steps[e]++;
            terminal[e] = mark is 'T' or 'B';
            violated[e] = mark is 'V' or 'B';
            guidance[e] = -1.0 / steps[e];
            cost[e] = 1;
        }
    }

    public void WriteObservations(Span<float> rows) => rows.Fill(1f);

    public void WriteStates(Span<float> rows) => rows.Fill(1f);

    public void Save(BinaryWriter writer)
    {
    }

    public void Load(BinaryReader reader)
    {
    }
}
