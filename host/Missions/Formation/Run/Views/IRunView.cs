using MultiAgentEdge.Host.Missions.Formation.Report;

namespace MultiAgentEdge.Host.Missions.Formation.Run.Views;

/// <summary>What a person sees while a formation drives.</summary>
public interface IRunView
{
    void Show(PeriodRecord record);

    /// <summary>Something that happened once: a push, an activation, a lost broker.</summary>
    void Note(string text);
}
