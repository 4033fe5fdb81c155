using MultiAgentEdge.Clearance;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>Nothing keeps apart.</summary>
internal sealed class NoFilter(ClearanceOptions options) : PointFilter(options, 0)
{
    /// <inheritdoc/>
    protected override (double Nx, double Ny, double Most) Plane(
        double dx, double dy, double ownVx, double ownVy, double otherVx, double otherVy) => (1, 0, 1e9);
}
