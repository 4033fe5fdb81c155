using MultiAgentEdge.Clearance;

namespace MultiAgentEdge.Tests.Shared.Clearance;

public class SpeedPromiseTests
{
    [Fact]
    public void A_promise_falls_at_once_and_rises_when_nobody_can_go_by_the_old_one_any_more()
    {
        const int age = 4;
        var promise = new SpeedPromise(0.4, age);
        promise.Say(10, 0, 9, true);
        Assert.Equal((0.4, 0.4), (promise.CapMS, promise.LimitMS));
        promise.Say(0.3, 0, 9, true);
        Assert.Equal((0.2, 0.2), (promise.CapMS, promise.LimitMS));
        for (var tick = 0; tick < age + 1; tick++)
        {
            promise.Say(10, 0, 9, true);
            Assert.Equal((0.4, 0.2), (promise.CapMS, promise.LimitMS));
        }

        promise.Say(10, 0, 9, true);
        Assert.Equal((0.4, 0.4), (promise.CapMS, promise.LimitMS));
    }

    [Fact]
    public void Nobody_promises_more_than_it_can_reach()
    {
        var promise = new SpeedPromise(2, 3);
        promise.Say(10, 0, 0.5, true);
        Assert.Equal((0.5, 0.5), (promise.CapMS, promise.LimitMS));
    }

    [Fact]
    public void Whoever_does_not_hear_itself_is_slow()
    {
        var promise = new SpeedPromise(0.4, 4);
        promise.Say(10, 0, 9, false);
        Assert.Equal(SpeedPromise.Unheard(0.4), promise.LimitMS);
    }
}
