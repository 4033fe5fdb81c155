namespace MultiAgentEdge.Formation
{
    /// <summary>What a formation's path looks like. Values are part of the parameter format; the numbers of each stand in
    /// <see cref="PathCurve"/>.</summary>
    public enum PathKind
    {
        Point = 0,
        Line = 1,
        Circle = 2,
        Eight = 3,
        Waypoints = 4,
        Loop = 5,
    }
}
