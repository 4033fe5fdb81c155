using MultiAgentEdge.Clearance;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>
/// Barrier certificates (Wang, Ames, Egerstedt: Safety barrier certificates for collisions-free multirobot systems, 2017), for velocities:
/// h = |d|² - s², dh/dt ≥ -γ h, each rover half of it.
/// </summary>
internal sealed class CbfFilter(ClearanceOptions options, int others) : PointFilter(options, others)
{
    private const double GainPerS = 2.0;

    /// <inheritdoc/>
    protected override (double Nx, double Ny, double Most) Plane(
        double dx, double dy, double ownVx, double ownVy, double otherVx, double otherVy)
    {
        var distance = Math.Max(1e-6, double.Hypot(dx, dy));
        var barrier = (distance * distance) - (ApartM * ApartM);
        return (dx / distance, dy / distance, GainPerS * barrier / (4 * distance));
    }
}
