using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>A simulated body and the truth behind what it senses.</summary>
/// <param name="Body">What a controller drives.</param>
/// <param name="Planar">The same body in the plane's coordinates, as boards have it; null where it has none.</param>
/// <param name="ReadPositionM">Where it really is along its lane, metres; a plant that its owner samples stands where it was sampled
/// last.</param>
/// <param name="Forget">Its controller's board starts anew: what its drivers had counted is gone. Null: they count nothing.</param>
/// <param name="Wheels">What it is made of, where it is a rover on wheels.</param>
public sealed record SimulatedBody(
    IBody Body, IBody? Planar, Func<double> ReadPositionM, Action? Forget = null, SimulatedWheels? Wheels = null);
