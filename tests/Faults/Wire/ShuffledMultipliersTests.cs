using MultiAgentEdge.Linalg;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Faults.Wire;

/// <summary>Fault table, "multipliers lost, doubled, reordered, late": a million messages, a fifth of each, over restarts of the
/// sender.</summary>
public class ShuffledMultipliersTests
{
    [Fact]
    public void No_old_multiplier_is_ever_applied_and_none_twice()
    {
        var random = new Xoshiro256(37);
        var window = new ReceiveWindow();
        var late = new List<(uint Epoch, uint Sequence)>();
        (uint Epoch, uint Sequence) newest = (0, 0);
        int delivered = 0, applied = 0, lost = 0;
        uint epoch = 1, sequence = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            if (random.NextInt32(1000) == 0)
            {
                epoch += 1 + (uint)random.NextInt32(3);
                sequence = 0;
            }

            sequence++;
            switch (random.NextInt32(5))
            {
                case 0:
                    lost++;
                    break;
                case 1:
                    Deliver((epoch, sequence));
                    Deliver((epoch, sequence));
                    break;
                case 2:
                    late.Add((epoch, sequence));
                    break;
                default:
                    Deliver((epoch, sequence));
                    break;
            }

            while (late.Count > 0 && random.NextInt32(4) == 0)
            {
                int at = random.NextInt32(late.Count);
                Deliver(late[at]);
                late[at] = late[^1];
                late.RemoveAt(late.Count - 1);
            }
        }

        Assert.Equal(delivered - applied, window.Refused);
        Assert.InRange(applied, 590_000, 1_000_000 - lost); // three fifths come in time, and all of those get through
        Assert.True(window.Refused > 200_000, $"only {window.Refused} were old or doubled");

        void Deliver((uint Epoch, uint Sequence) frame)
        {
            delivered++;
            if (!window.Accept(frame.Epoch, frame.Sequence))
                return;
            applied++;
            if (frame.CompareTo(newest) <= 0)
                Assert.Fail($"{frame} after {newest}");
            newest = frame;
        }
    }

    [Fact]
    public void Of_a_queue_replayed_after_a_night_offline_nothing_is_applied()
    {
        var window = new ReceiveWindow();
        for (uint s = 1; s <= 1500; s++)
            Assert.True(window.Accept(4, s));
        Assert.True(window.Accept(5, 1)); // heard live, before the broker replays its queue
        for (uint s = 1; s <= 1500; s++)
            Assert.False(window.Accept(4, s));
        Assert.Equal(1500, window.Refused);
    }
}
