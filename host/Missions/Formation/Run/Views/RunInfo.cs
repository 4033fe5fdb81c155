using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Formation.Run.Views;

/// <summary>What stays the same during a run.</summary>
/// <param name="Periods">Control periods to drive.</param>
/// <param name="Transport">"mosquitto on 127.0.0.1:41233, MQTTnet 5.2.0", or the in-process link.</param>
/// <param name="PositionLimitM">Allowed position of each rover.</param>
/// <param name="Signals">What the states and inputs of each rover are.</param>
public sealed record RunInfo(
    string Title,
    int Periods,
    double PeriodS,
    string Transport,
    IReadOnlyList<string> CouplingNames,
    IReadOnlyList<(double MinM, double MaxM)> PositionLimitM,
    IReadOnlyList<RoverSignals> Signals);
