using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Tests.Host.Runs;

public sealed class QuietMemoryTests : IDisposable
{
    private const long Base = 10L << 20;

    private readonly QuietMemory memory;
    private long heap = Base;
    private long allocated;
    private int collected;

    public QuietMemoryTests()
    {
        memory = new QuietMemory(() => heap, () => allocated, () =>
        {
            collected++;
            heap = Base;
        });
        memory.Look();
    }

    [Fact]
    public void A_heap_that_is_what_it_was_is_left_alone()
    {
        for (var look = 0; look < 100; look++)
        {
            allocated += QuietMemory.Quiet / 2;
            heap = Base + (look % 2 * (QuietMemory.WorthIt - 1));
            memory.Look();
        }

        Assert.Equal(0, collected);
    }

    [Fact]
    public void What_a_flood_left_is_given_back_once_it_is_over_and_not_before()
    {
        for (var look = 0; look < 5; look++)
        {
            allocated += 10 * QuietMemory.Quiet;
            heap = Base + (2 * QuietMemory.WorthIt);
            memory.Look();
        }

        Assert.Equal(0, collected);
        memory.Look();
        memory.Look();
        Assert.Equal(1, collected);
    }

    [Fact]
    public void What_is_in_use_is_not_collected_for_again_and_again()
    {
        var held = Base + (3 * QuietMemory.WorthIt);
        using var holding = new QuietMemory(() => heap, () => allocated, () => collected++);
        holding.Look();
        heap = held;
        for (var look = 0; look < 10; look++)
            holding.Look();

        Assert.Equal(1, collected);
    }

    public void Dispose() => memory.Dispose();
}
