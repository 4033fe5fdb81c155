namespace MultiAgentEdge.Host.Coordination;

/// <summary>A rover refused a parameter set.</summary>
/// <param name="Reason">In the rover's own words (<c>param/reported</c>).</param>
public sealed record SetRefusal(string Rover, uint Version, string Reason);
