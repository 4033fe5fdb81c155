using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Formation.Training;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Formation.Learning;

/// <summary>How a learning run was started: what its run.json keeps and a resumed run goes on with.</summary>
/// <param name="FleetFile">As given; null: fleet.yaml where there is one, else the rovers of paper S1.</param>
/// <param name="Broker">As given on the command line; null: the fleet file's.</param>
public sealed record LiveLearningOptions(
    string? FleetFile, string? Broker, bool InProcess, string Client, int Rounds, string Negotiation, LiveLearnerOptions Learner)
{
    public const string Verb = "run formation --learn";

    // A checkpoint is taken at every push.
    public RunHeader Begin() => new(Verb, ToJson()) { Seed = Learner.Seed, CheckpointEverySamples = Learner.PushEvery };

    /// <summary>As <see cref="ToJson"/> kept them; what it does not name is this program's default.</summary>
    public static LiveLearningOptions Of(JsonObject kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        return new LiveLearningOptions(
            kept["fleet_file"]?.GetValue<string>(),
            kept["broker"]?.GetValue<string>(),
            kept["in_process"]!.GetValue<bool>(),
            kept["client"]!.GetValue<string>(),
            kept["rounds_per_period"]!.GetValue<int>(),
            kept["negotiation"]!.GetValue<string>(),
            new LiveLearnerOptions
            {
                Seed = kept["seed"]!.GetValue<ulong>(),
                Samples = kept["samples"]!.GetValue<int>(),
                PushEvery = kept["push_every_periods"]!.GetValue<int>(),
                Update = UpdateRules.Of(kept["update"]!.GetValue<string>())!.Value,
            });
    }

    public JsonObject ToJson() => new()
    {
        ["fleet_file"] = FleetFile,
        ["broker"] = Broker,
        ["in_process"] = InProcess,
        ["client"] = Client,
        ["rounds_per_period"] = Rounds,
        ["negotiation"] = Negotiation,
        ["seed"] = Learner.Seed,
        ["samples"] = Learner.Samples,
        ["push_every_periods"] = Learner.PushEvery,
        ["update"] = UpdateRules.NameOf(Learner.Update),
        ["exploration_first"] = Learner.ExplorationFirst,
        ["exploration_last"] = Learner.ExplorationLast,
        ["settle_periods"] = Learner.SettlePeriods,
        ["rollback_standard_errors"] = Learner.RollbackStandardErrors,
        ["rollback_tolerance"] = Learner.RollbackTolerance,
        ["divergence_factor"] = Learner.DivergenceFactor,
    };
}
