namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>
/// What an agent of the coverage task sees, in this order: own velocity x, y; own position x, y; the nearest landmarks, relative x, y each;
/// the nearest other agents, relative x, y each; the share of the episode that is over, where asked for.
/// </summary>
/// <param name="Landmarks">Landmarks in the scope (paper S3: as many as agents were trained).</param>
/// <param name="Others">Other agents in the scope (paper S3: trained agents - 1).</param>
/// <param name="TimeFeature">One more number at the end, t / T.</param>
/// <param name="Sorted">Nearest first, equal distances in the order of their index; otherwise everything in the order of its index
/// (original MADDPG).</param>
public sealed record ObservationShape(int Landmarks, int Others, bool TimeFeature = false, bool Sorted = true)
{
    /// <summary>
    /// Relative x and y of what is not there: a landmark or an agent beyond those that exist, or one that was never in range. Zero says
    /// nothing: the slot adds nothing to the first layer, whatever its weights, so a smaller team starts from what larger ones have
    /// learned. (Far away instead, 3 m, learns slower: a different offset for every size of team.)
    /// </summary>
    public const float AbsentM = 0.0f;

    /// <summary>Numbers in one observation.</summary>
    public int Width => 4 + (2 * Landmarks) + (2 * Others) + (TimeFeature ? 1 : 0);
}
