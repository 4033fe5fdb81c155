using MultiAgentEdge.Clearance;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>Buffered Voronoi cells (Zhou, Wang, Bandyopadhyay, Schwager: Fast, on-line collision avoidance for dynamic vehicles using
/// buffered Voronoi cells, 2017): a step ends in the own cell.</summary>
internal sealed class BvcFilter(ClearanceOptions options, int others) : PointFilter(options, others)
{
    /// <inheritdoc/>
    protected override (double Nx, double Ny, double Most) Plane(
        double dx, double dy, double ownVx, double ownVy, double otherVx, double otherVy)
    {
        var distance = Math.Max(1e-6, double.Hypot(dx, dy));
        return (dx / distance, dy / distance, 0.5 * (distance - ApartM) / Options.PeriodS);
    }
}
