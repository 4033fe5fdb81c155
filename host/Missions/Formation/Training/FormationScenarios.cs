using System.CommandLine;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Formation.Training;

/// <summary>Scenarios that the formation learner trains on, by name.</summary>
public static class FormationScenarios
{
    public const string Default = "paper";

    private static readonly (string Name, Func<FormationScenario> Make)[] All = [("paper", FormationScenario.PaperS1),
        ("track", () => FormationScenario.Track()), ("chain", FormationScenario.Chain)];

    public static Option<string?> Option()
    {
        var option = new Option<string?>(
            "--scenario") {
                Description =
                    "paper: the example of paper S1 (default); track: rovers that keep a least distance; chain: agents coupled through "
                    + "their dynamics" };
        option.AcceptOnlyFromAmong([.. All.Select(entry => entry.Name)]);
        return option;
    }

    public static FormationScenario Of(string name) => All.First(entry => entry.Name == name).Make();
}
