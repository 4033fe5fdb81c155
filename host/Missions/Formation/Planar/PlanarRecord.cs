namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>What a formation in the plane was like as one control period began.</summary>
/// <param name="Share">Of the wanted speed: below 1 where the path waits.</param>
/// <param name="PathXM">The point that follows the path.</param>
/// <param name="FormationErrorM">Rms of the differences between any two rovers' errors; NaN with fewer than two in formation.</param>
/// <param name="PathErrorM">Size of the rovers' mean error; NaN with none.</param>
/// <param name="IsFormed">The first formation stands: from here on errors count.</param>
/// <param name="Contacts">Pairs of bodies that touch.</param>
public sealed record PlanarRecord(
    int Tick, double TimeS, double Share, double PathXM, double PathYM, double FormationErrorM, double PathErrorM, bool IsFormed,
    string Shape, int Contacts, PlanarRoverRecord[] Rovers);

/// <summary>One rover's share of a <see cref="PlanarRecord"/>.</summary>
/// <param name="XM">Where the axle's middle is: truly in simulation, else as it says.</param>
/// <param name="ErrorXM">Of the point before its axle, from its place; NaN where it has none.</param>
/// <param name="State">As it senses: x, y, velocity x, y, heading.</param>
/// <param name="Input">Acceleration x, y, as applied.</param>
/// <param name="IsLost">It does not know where it is.</param>
/// <param name="Interventions">Periods so far in which its safety filter changed what was wanted.</param>
public sealed record PlanarRoverRecord(
    string Name, string Mode, uint ParameterVersion, double XM, double YM, double HeadingRad, double PlaceXM, double PlaceYM,
    double ErrorXM, double ErrorYM, double[] State,
    double[] Input, double Cost, int Iterations, bool IsLost, long Interventions)
{
    public bool Drives => Mode is "running" or "degraded";
}
