using MultiAgentEdge.Actor;
using MultiAgentEdge.Host.Worlds.Particles;

namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>The scope of every agent of every environment where others are seen to a range only: the rover's own (shared/Actor), memory included.</summary>
internal sealed class RangedScopes
{
    private readonly ParticleWorld world;
    private readonly ObservationShape shape;
    private readonly NeighbourScope[] scopes;
    private readonly AbsentRule absent = new() { OffsetX = ObservationShape.AbsentM, OffsetY = ObservationShape.AbsentM };

    public RangedScopes(ParticleWorld world, ObservationShape shape, double rangeM, bool memory)
    {
        this.world = world;
        this.shape = shape;
        scopes = new NeighbourScope[world.Agents * world.Environments];
        for (var i = 0; i < scopes.Length; i++)
            scopes[i] = new NeighbourScope(world.Agents, shape.Others) { RangeM = rangeM, HasMemory = memory };
    }

    /// <summary>Replaces the other agents in written observations by what each agent really sees or remembers now. To be called once every step.</summary>
    /// <param name="rows">(E x N) x width.</param>
    public void Overwrite(float[] rows)
    {
        for (var e = 0; e < world.Environments; e++)
        {
            for (var i = 0; i < world.Agents; i++)
                Overwrite(rows, e, i);
        }
    }

    private void Overwrite(float[] rows, int environment, int agent)
    {
        var row = (environment * world.Agents) + agent;
        var scope = scopes[row];
        for (var j = 0; j < world.Agents; j++)
        {
            var k = (j * world.Environments) + environment;
            if (j != agent)
                scope.Set(j, world.PositionX[k], world.PositionY[k]);
        }

        var self = (agent * world.Environments) + environment;
        double x = world.PositionX[self], y = world.PositionY[self];
        scope.Select(x, y);
        var at = (row * shape.Width) + 4 + (2 * shape.Landmarks);
        for (var k = 0; k < scope.Count; k++)
        {
            rows[at + (2 * k)] = (float)(scope.SeenX(k) - x);
            rows[at + (2 * k) + 1] = (float)(scope.SeenY(k) - y);
        }

        absent.Fill(rows, at, scope.Count, shape.Others);
    }
}
