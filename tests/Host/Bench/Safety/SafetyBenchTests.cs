using MultiAgentEdge.Host.Bench.Safety;

namespace MultiAgentEdge.Tests.Host.Bench.Safety;

/// <summary>The promise of the filter, on seeds that were not tuned on. MAE_LONG=1 drives ten thousand swaps.</summary>
public class SafetyBenchTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("MAE_LONG") == "1";

    [Theory]
    [InlineData(2, 0.99)]
    [InlineData(4, 0.99)]
    [InlineData(8, 0.99)]
    [InlineData(12, 0.9)]
    public void Nobody_drives_into_anybody_and_they_arrive(int agents, double arrived)
    {
        var result = Run(new SafetyBenchOptions { Agents = agents, Runs = IsLong ? 2500 : agents > 8 ? 8 : 40, Seed = 77 });
        Assert.Equal(0, result.ContactsCaused);
        Assert.Equal(0, result.Contacts);
        Assert.True(result.ArrivedShare >= arrived, $"{result.ArrivedShare}");
    }

    [Theory]
    [InlineData(SwapFault.Dead)]
    [InlineData(SwapFault.Silent)]
    [InlineData(SwapFault.Ignoring)]
    public void Nobody_drives_into_one_that_is_dead_silent_or_ignores_everybody(SwapFault fault)
    {
        var result = Run(new SafetyBenchOptions { Agents = 4, Runs = IsLong ? 1000 : 40, Seed = 78, Fault = fault });
        Assert.Equal(0, result.ContactsCaused);
        Assert.True(fault == SwapFault.Ignoring || result.Contacts == 0);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("bvc")]
    [InlineData("cbf")]
    [InlineData("orca")]
    public void The_bench_sees_contacts_where_there_are_some(string filter)
    {
        var result = Run(new SafetyBenchOptions { Agents = 8, Runs = 20, Seed = 79, Filter = filter });
        Assert.True(result.ContactsCaused > 0 && result.ClearanceMinM < 0);
    }

    [Theory]
    [InlineData("bvc")]
    [InlineData("cbf")]
    [InlineData("orca")]
    public void The_others_arrive_where_messages_are_prompt(string filter)
    {
        var result = Run(new SafetyBenchOptions { Agents = 2, Runs = 20, Seed = 80, Filter = filter, DelayPeriods = 0, Loss = 0 });
        Assert.Equal(1.0, result.ArrivedShare);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        var options = new SafetyBenchOptions { Agents = 5, Runs = 4, Seed = 81 };
        Assert.Equal(SafetyBench.RunOne(options, 3), SafetyBench.RunOne(options, 3));
        Assert.NotEqual(SafetyBench.RunOne(options, 1), SafetyBench.RunOne(options, 3));
    }

    [Fact]
    public void A_search_for_bad_starts_finds_none()
    {
        var found = StartSearch.Run(
            new SafetyBenchOptions { Agents = 3, Seed = 82 }, IsLong ? 5000 : 100, TestContext.Current.CancellationToken);
        Assert.Equal(0, found.ContactsCaused);
        Assert.True(found.Tries > 50);
    }

    private static SafetyBenchResult Run(SafetyBenchOptions options) =>
        SafetyBench.Run(options, null, TestContext.Current.CancellationToken);
}
