using System.CommandLine;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Serve;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions;

/// <summary>
/// A mission as the product sees it. What it is listed with exists because it is in the list: <c>mae run NAME</c>, <c>mae train NAME</c>,
/// <c>mae evaluate NAME</c>, its controller on simulated rovers and on <c>mae bench board</c>, the names of its parameters in <c>mae
/// param</c>.
/// </summary>
public interface IMission
{
    /// <summary>As it is typed: a-z, 0-9 and -.</summary>
    string Name { get; }

    /// <summary>What its parameter sets carry; for a mission of one's own 128 to 255.</summary>
    MissionKind Kind { get; }

    /// <summary><c>run NAME</c>; null: it cannot be run.</summary>
    Verb? Run { get; }

    /// <summary><c>train NAME</c>; null: nothing is learned.</summary>
    Verb? Train => null;

    /// <summary><c>evaluate NAME</c>; null: nothing is evaluated.</summary>
    Verb? Evaluate => null;

    /// <summary>Coordinates a fleet that is out there without an end (<c>mae serve</c>); null: the mission has an end by itself.</summary>
    /// <param name="parse">Options of <see cref="Run"/>, as the fleet file's <c>serve</c> gives them.</param>
    /// <exception cref="MaeException">Options that contradict each other, or that only a run has.</exception>
    IMissionService? Serve(ParseResult parse, FleetFile fleet) => null;

    /// <summary>Its controller, where the firmware does not know it: of a mission of one's own.</summary>
    IControllerMaker? Controller => null;

    /// <summary>What its rovers' telemetry says; nobody reads another mission's.</summary>
    TelemetryFields Telemetry { get; }

    /// <summary>What its parameter sets hold beyond the entries that every mission may use.</summary>
    IReadOnlyList<MissionParameter> Parameters => [];

    /// <summary>One rover of the mission, of which <c>mae bench board</c> counts a control period; null: it is not counted.</summary>
    BoardSample? BoardSample => null;
}
