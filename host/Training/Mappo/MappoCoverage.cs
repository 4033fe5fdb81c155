using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Worlds.Particles;

namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>The curriculum of paper S2 on the coverage task, as <c>mae train coverage --algorithm mappo</c> runs it: 30 environments,
/// episodes of 25 steps.</summary>
public sealed class MappoCoverage : ICoverageTrainer
{
    public const int EpisodeSteps = 25;
    private const int Environments = 30;
    private const int JudgeEnvironments = 250;

    private readonly int agents;
    private readonly ObservationShape shape;

    /// <exception cref="Rewards.RewardDesignException">A weight would stand outside its bound.</exception>
    public MappoCoverage(int agents, CurriculumOptions options)
    {
        this.agents = agents;
        var task = new CoverageTask(agents, Environments, EpisodeSteps);
        shape = task.Shape;
        Curriculum = new Curriculum(task, new CoverageTask(agents, JudgeEnvironments, EpisodeSteps), options);
        Stages = [.. Curriculum.Stages.Select((stage, k) => new CoverageStage(stage.Name, Curriculum.FirstStepOf(k)))];
    }

    public Curriculum Curriculum { get; }

    public string Algorithm => "mappo";

    public int CheckpointSchema => 2;

    public long StepsDone => Curriculum.StepsDone;

    public long Steps => Curriculum.Steps;

    /// <summary>None: each stage takes its share of the whole run, and its rate falls over it from the first update on.</summary>
    public long SharedSteps => 0;

    public long Updates => Curriculum.Updates;

    public IReadOnlyList<string> CurveNames { get; } = ["terminal_violation_rate", "state_violation_rate", "time_steps", "actions",
        "return_by_reward"];

    public IReadOnlyList<CoverageStage> Stages { get; }

    public void Advance() => Curriculum.Advance();

    public double[] ReadCurve() => Curriculum.ReadCurve() is { } point
        ? [point.TerminalViolationRate, point.StateViolationRate, point.TimeSteps, point.Cost, point.Return]
        : [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN];

    public CoverageModel Model() => new()
    {
        Algorithm = Algorithm,
        Agents = agents,
        Shape = shape,
        Actors = [CoverageActor.Of(Curriculum.Actor)],
        EpisodeSteps = EpisodeSteps,
        InitialSeparationM = CoverageTask.SpacingM,
    };

    public void Save(BinaryWriter writer) => Curriculum.Save(writer);

    public void Load(BinaryReader reader) => Curriculum.Load(reader);
}
