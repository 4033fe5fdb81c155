using MultiAgentEdge.Clearance;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>Optimal reciprocal collision avoidance (van den Berg, Guy, Lin, Manocha: Reciprocal n-body collision avoidance, 2011), horizon
/// two seconds.</summary>
internal sealed class OrcaFilter(ClearanceOptions options, int others) : PointFilter(options, others)
{
    private const double HorizonS = 2.0;

    /// <inheritdoc/>
    protected override (double Nx, double Ny, double Most) Plane(
        double dx, double dy, double ownVx, double ownVy, double otherVx, double otherVy)
    {
        var (rx, ry) = (ownVx - otherVx, ownVy - otherVy);
        var squared = (dx * dx) + (dy * dy);
        var apart = ApartM;
        var horizonS = squared > apart * apart ? HorizonS : Options.PeriodS;
        var (wx, wy) = (rx - (dx / horizonS), ry - (dy / horizonS));
        var along = (wx * dx) + (wy * dy);
        var size = Math.Max(1e-9, double.Hypot(wx, wy));
        double ux, uy, nx, ny;
        if (squared <= apart * apart || (along < 0 && along * along > apart * apart * size * size))
        {
            // The round end of the velocity obstacle.
            (nx, ny) = (wx / size, wy / size);
            (ux, uy) = (((apart / horizonS) - size) * nx, ((apart / horizonS) - size) * ny);
        }
        else
        {
            // One of its legs.
            var leg = Math.Sqrt(squared - (apart * apart));
            var sign = (dx * wy) - (dy * wx) > 0 ? 1.0 : -1.0;
            var (legX, legY) = (((dx * leg) - (sign * dy * apart)) / squared, ((sign * dx * apart) + (dy * leg)) / squared);
            var on = (rx * legX) + (ry * legY);
            (ux, uy) = ((on * legX) - rx, (on * legY) - ry);
            (nx, ny) = (-sign * legY, sign * legX);
        }

        // (u - (own + change / 2))·n ≥ 0, turned around.
        return (-nx, -ny, -(((ownVx + (0.5 * ux)) * nx) + ((ownVy + (0.5 * uy)) * ny)));
    }
}
