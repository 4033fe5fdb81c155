using System.CommandLine;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Formation.Training;

/// <summary>Names of <see cref="UpdateRule"/> on the command line and in files.</summary>
public static class UpdateRules
{
    private static readonly (string Name, UpdateRule Rule)[] All = [("identification", UpdateRule.Identification),
        ("q-learning", UpdateRule.QLearning)];

    public static Option<string?> Option()
    {
        var option = new Option<string?>(
            "--update") {
                Description = "identification: Q-learning with system identification (default); q-learning: the paper's update alone" };
        option.AcceptOnlyFromAmong([.. All.Select(entry => entry.Name)]);
        return option;
    }

    /// <returns>Null for null.</returns>
    public static UpdateRule? Of(string? name) => name is null ? null : All.First(entry => entry.Name == name).Rule;

    public static string NameOf(UpdateRule rule) => All.First(entry => entry.Rule == rule).Name;
}
