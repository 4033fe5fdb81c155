using MultiAgentEdge.Actor;
using MultiAgentEdge.Host.Worlds.Particles;

namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>
/// The scope of every agent of every environment where others are seen to a range only: the rover's own (shared/Actor), memory included.
/// Actors that know every agent by its number (original MADDPG) see each in its own place, or nobody there.
/// </summary>
internal sealed class RangedScopes
{
    private readonly ParticleWorld world;
    private readonly ObservationShape shape;
    private readonly NeighbourScope[] scopes; // (E x N); of one other each, (E x N x N), where everybody has a place
    private readonly AbsentRule absent = new() { OffsetX = ObservationShape.AbsentM, OffsetY = ObservationShape.AbsentM };

    public RangedScopes(ParticleWorld world, ObservationShape shape, double rangeM, bool memory)
    {
        this.world = world;
        this.shape = shape;
        var capacity = shape.Sorted ? world.Agents : 1;
        scopes = new NeighbourScope[world.Agents * world.Environments * (shape.Sorted ? 1 : world.Agents)];
        for (var i = 0; i < scopes.Length; i++)
            scopes[i] = new NeighbourScope(capacity, shape.Sorted ? shape.Others : 1) { RangeM = rangeM, HasMemory = memory };
    }

    /// <summary>Replaces the other agents in written observations by what each agent really sees or remembers now. To be called once every
    /// step.</summary>
    /// <param name="rows">(E x N) x width.</param>
    public void Overwrite(float[] rows)
    {
        for (var e = 0; e < world.Environments; e++)
        {
            for (var i = 0; i < world.Agents; i++)
            {
                var row = (e * world.Agents) + i;
                var at = (row * shape.Width) + 4 + (2 * shape.Landmarks);
                if (shape.Sorted)
                    Nearest(rows, at, scopes[row], e, i);
                else
                    Everybody(rows, at, row, e, i);
            }
        }
    }

    private void Nearest(float[] rows, int at, NeighbourScope scope, int environment, int agent)
    {
        for (var j = 0; j < world.Agents; j++)
        {
            if (j != agent)
                Tell(scope, j, environment, j);
        }

        Show(rows, at, scope, environment, agent, shape.Others);
    }

    private void Everybody(float[] rows, int at, int row, int environment, int agent)
    {
        var place = 0;
        for (var j = 0; j < world.Agents && place < shape.Others; j++)
        {
            if (j == agent)
                continue;
            var scope = scopes[(row * world.Agents) + j];
            Tell(scope, 0, environment, j);
            Show(rows, at + (2 * place++), scope, environment, agent, 1);
        }

        absent.Fill(rows, at, place, shape.Others);
    }

    private void Tell(NeighbourScope scope, int slot, int environment, int other)
    {
        var k = (other * world.Environments) + environment;
        scope.Set(slot, world.PositionX[k], world.PositionY[k]);
    }

    private void Show(float[] rows, int at, NeighbourScope scope, int environment, int agent, int count)
    {
        var self = (agent * world.Environments) + environment;
        double x = world.PositionX[self], y = world.PositionY[self];
        scope.Select(x, y);
        for (var k = 0; k < scope.Count; k++)
        {
            rows[at + (2 * k)] = (float)(scope.SeenX(k) - x);
            rows[at + (2 * k) + 1] = (float)(scope.SeenY(k) - y);
        }

        absent.Fill(rows, at, scope.Count, count);
    }
}
