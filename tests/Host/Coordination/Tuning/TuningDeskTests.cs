using System.Text;
using System.Text.Json.Nodes;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Coordination.Tuning;

public sealed class TuningDeskTests : IDisposable
{
    private static readonly ParameterDeclaration SpeedLimit = ParameterDeclarations.Find("speed_limit", [])!;

    private readonly InProcessBroker broker = new();
    private readonly FleetSession session;
    private readonly InProcessLink person;
    private readonly List<string> said = [];
    private int pushes;
    private bool isBusy;

    private readonly Dictionary<string, byte[]> sets = new[] { "a", "b" }.ToDictionary(name => name, name => FormationParameterSet.Build(
        FormationScenario.PaperS1().ParametersFor(name == "a" ? 0 : 1, FormationScenario.TrueModel), 7, NegotiationMode.Admm, 2, 0.25));

    public TuningDeskTests()
    {
        session = CoordinationSession.Open(broker);
        var desk = new TuningDesk(session, () => sets, () => isBusy ? throw new TuningException("MAE334", "Busy.", "Wait.")
            : (uint)(8 + pushes++));
        desk.Said += said.Add;
        person = new InProcessLink(broker);
        person.Connect(new LinkOptions { ClientId = "person" });
        person.Subscribe(Topics.Of("fleet", Topics.HostName, Topics.TuneAnswers), QualityOfService.AtLeastOnce);
    }

    public void Dispose()
    {
        person.Dispose();
        session.Dispose();
    }

    [Fact]
    public void A_change_is_answered_with_the_difference_and_laid_over_every_set_from_then_on()
    {
        var answer = Ask("""{"id":"1","who":"me@here","change":{"name":"speed_limit","values":[0.25],"rover":"b"}}""")!;
        Assert.Equal(("1", true, 8, 1), ((string?)answer["id"], (bool)answer["taken"]!, (int)answer["version"]!,
            answer["rovers"]!.AsArray().Count));
        Assert.Equal("""{"name":"b","before":[0.5],"after":[0.25]}""", answer["rovers"]![0]!.ToJsonString());
        Assert.Equal(["me@here sets speed_limit = 0.25 of b"], said);
        var rollout = new ParameterRollout(session, 7, sets);
        Assert.Equal([0.5, 0.25], rollout.Targets.OrderBy(target => target.Rover, StringComparer.Ordinal)
            .Select(target => TunedSet.Read(target.Set, SpeedLimit)![0]));
        // As the mission made them: a later change begins from there.
        Assert.All(rollout.Sets, set => Assert.Equal([0.5], TunedSet.Read(set.Value, SpeedLimit)!));

        Assert.True((bool)Ask("""{"id":"2","change":{"name":"speed_limit","values":null,"rover":"b"}}""")!["taken"]!);
        Assert.Empty(session.Tuning.Changes);
        Assert.Equal(2, pushes);
    }

    [Fact]
    public void The_later_change_of_one_number_counts_and_one_of_all_takes_the_place_of_those_of_each()
    {
        Ask("""{"change":{"name":"stage_state_weight","element":0,"values":[2]}}""");
        Ask("""{"change":{"name":"stage_state_weight","element":0,"values":[3]}}""");
        Ask("""{"change":{"name":"stage_state_weight","element":3,"values":[4]}}""");
        Assert.Equal([3.0, 4.0], session.Tuning.Changes.Select(change => change.Values![0]));
        Ask("""{"change":{"name":"stage_state_weight","values":[5,0,0,5]}}""");
        Assert.Equal(4, Assert.Single(session.Tuning.Changes).Values!.Count);
    }

    [Theory]
    [InlineData("""{"id":"x","change":{"name":"speed_limit","values":[7]}}""", "MAE332")]
    [InlineData("""{"id":"x","change":{"name":"speed_limit","values":[0.5],"rover":"c"}}""", "MAE338")]
    [InlineData("""{"id":"x","change":{"name":"input_lower","values":[9]}}""", "MAE333")]
    [InlineData("""{"id":"x","change":{"name":17,"values":[9]}}""", "MAE332")]
    [InlineData("""{"id":"x","change":{"name":"speed_limit","values":["a"]}}""", "MAE332")]
    [InlineData("""{"id":"x","change":{"name":"speed_limit","values":[]}}""", "MAE332")]
    [InlineData("""{"id":"x","change":{"name":"speed_limit","values":[1e999]}}""", "MAE332")]
    [InlineData("""{"id":"x","change":[]}""", "MAE332")]
    [InlineData("""{"id":"x"}""", "MAE332")]
    [InlineData("nonsense", "MAE332")]
    [InlineData("[1,2]", "MAE332")]
    public void What_cannot_be_is_answered_with_its_code_and_pushes_nothing(string words, string code)
    {
        var answer = Ask(words)!;
        Assert.Equal((false, code), ((bool)answer["taken"]!, (string?)answer["code"]));
        Assert.Equal(0, pushes);
        Assert.Empty(session.Tuning.Changes);
    }

    [Fact]
    public void While_another_set_is_on_its_way_nothing_is_taken()
    {
        isBusy = true;
        Assert.Equal("MAE334", (string?)Ask("""{"change":{"name":"speed_limit","values":[0.25]}}""")!["code"]);
        Assert.Empty(session.Tuning.Changes);
    }

    private JsonObject? Ask(string words)
    {
        person.TryPublish(Topics.Of("fleet", Topics.HostName, Topics.Tune), Encoding.UTF8.GetBytes(words), QualityOfService.AtLeastOnce, false);
        session.Poll(1);
        return person.TryReceive(out var answer) ? JsonNode.Parse(answer.Payload)!.AsObject() : null;
    }
}
