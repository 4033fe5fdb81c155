using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>
/// Messages from each rover to each, itself included: each one is late by a time drawn anew up to the longest, overtakes others, and is
/// lost with a probability, in bursts of three on average, each pair by itself.
/// </summary>
internal sealed class BurstyMail
{
    private const double BurstMessages = 3;
    private readonly int agents;
    private readonly double longestS;
    private readonly double loss;
    private readonly Xoshiro256 random;
    private readonly bool[] isBad;
    private readonly List<Letter>[] letters;

    public BurstyMail(int agents, double longestS, double loss, Xoshiro256 random)
    {
        (this.agents, this.longestS, this.loss, this.random) = (agents, longestS, loss, random);
        isBad = new bool[agents * agents];
        letters = [.. Enumerable.Range(0, agents).Select(_ => new List<Letter>(4 * agents))];
    }

    /// <param name="payload">Is kept: nobody may write to it again.</param>
    public void Send(int from, uint sequence, byte[] payload, double nowS)
    {
        for (var to = 0; to < agents; to++)
        {
            ref var bad = ref isBad[(from * agents) + to];
            var probability = bad ? 1 - (1 / BurstMessages) : loss >= 1 ? 1 : Math.Min(1, loss / ((1 - loss) * BurstMessages));
            bad = random.NextDouble() < probability && loss > 0;
            var late = longestS * random.NextDouble();
            if (!bad)
                letters[to].Add(new Letter(nowS + late, from, sequence, payload));
        }
    }

    /// <summary>Hands over what has come, in the order in which it was sent.</summary>
    public void Deliver(int to, double nowS, Action<int, uint, byte[]> take)
    {
        var box = letters[to];
        var kept = 0;
        for (var i = 0; i < box.Count; i++)
        {
            var letter = box[i];
            if (letter.DueS <= nowS)
                take(letter.From, letter.Sequence, letter.Payload);
            else
                box[kept++] = letter;
        }

        box.RemoveRange(kept, box.Count - kept);
    }

    private readonly record struct Letter(double DueS, int From, uint Sequence, byte[] Payload);
}
