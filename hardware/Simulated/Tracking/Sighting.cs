namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>One pose that a simulated tracker says.</summary>
/// <param name="Rover">Whose, by its index.</param>
/// <param name="StampUs">Exposure, on the tracker's clock.</param>
/// <param name="ArrivalUs">When the rover gets it, on the rovers' clock.</param>
/// <param name="Pose">Heading NaN where the tracker sees none.</param>
/// <param name="SigmaM">What the tracker believes to be off by.</param>
/// <param name="SigmaRad">The same for the heading.</param>
public readonly record struct Sighting(int Rover, long StampUs, long ArrivalUs, TruePose Pose, double SigmaM, double SigmaRad);
