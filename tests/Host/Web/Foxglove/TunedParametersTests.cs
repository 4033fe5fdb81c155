using System.Text;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Web.Foxglove;

namespace MultiAgentEdge.Tests.Host.Web.Foxglove;

public class TunedParametersTests
{
    private readonly List<JsonObject> told = [];
    private readonly TunedParameters parameters;

    public TunedParametersTests() => parameters = new TunedParameters((leaf, json) =>
    {
        Assert.Equal(Topics.Tune, leaf);
        told.Add((JsonObject)JsonNode.Parse(json)!);
        return true;
    });

    [Fact]
    public void What_a_viewer_sets_goes_the_way_of_mae_param_set_and_comes_back_as_the_host_answers()
    {
        Present("stage_input_weight", """[{"name":"rover-1","present":[5]},{"name":"rover-2","present":[5]}]""");
        Assert.Equal(["tuned.stage_input_weight 5", "tuned.rover-1.stage_input_weight 5", "tuned.rover-2.stage_input_weight 5"], Values());
        var turned = new List<string>();
        parameters.Turned += (answer, _) => turned.Add($"{answer["text"]}");

        Assert.True(parameters.Set("tuned.rover-2.stage_input_weight", 8));
        var asked = told[^1];
        Assert.Equal("""{"name":"stage_input_weight","element":null,"values":[8],"rover":"rover-2"}""", asked["change"]!.ToJsonString());
        Hear(Topics.Tune, asked.ToJsonString());
        Assert.True(Answer(asked, """{"taken":true,"version":2,"rovers":[{"name":"rover-2","before":[5],"after":[8]}]}"""));
        Assert.Equal(["tuned.rover-1.stage_input_weight 5", "tuned.rover-2.stage_input_weight 8"], Values());
        Assert.StartsWith("stage_input_weight = 8 of rover-2", Assert.Single(turned), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_is_said_and_changes_nothing()
    {
        Present("stage_input_weight", """[{"name":"rover-1","present":[5]}]""");
        var refused = new List<string>();
        parameters.Refused += refused.Add;
        Assert.True(parameters.Set("tuned.stage_input_weight", -1));
        var asked = told[^1];
        Hear(Topics.Tune, asked.ToJsonString());
        Assert.False(Answer(asked, """{"taken":false,"code":"MAE332","what":"It is outside its range.","next":"See it."}"""));
        Assert.Equal(["MAE332 It is outside its range. See it."], refused);
        Assert.Contains("tuned.stage_input_weight 5", Values());
    }

    [Theory]
    [InlineData("tuned.nonsense", 1.0)]
    [InlineData("stage_input_weight", 1.0)]
    [InlineData("tuned.rover-9.stage_input_weight", 1.0)]
    public void What_there_is_not_is_not_asked_for(string name, double value)
    {
        Present("stage_input_weight", """[{"name":"rover-1","present":[5]}]""");
        var before = told.Count;
        Assert.False(parameters.Set(name, value));
        Assert.False(parameters.Set("tuned.stage_input_weight", "many"));
        Assert.Equal(before, told.Count);
    }

    [Fact]
    public void When_the_mission_is_over_there_are_none()
    {
        Present("stage_input_weight", """[{"name":"rover-1","present":[5]}]""");
        Assert.True(Hear(Topics.Scene, ""));
        Assert.True(parameters.IsEmpty);
        Assert.Empty(parameters.Values());
    }

    private void Present(string name, string rovers)
    {
        parameters.Ask();
        var asked = told.Single(one => one["ask"]?.ToString() == name);
        Hear(Topics.Tune, asked.ToJsonString());
        Assert.True(Answer(asked, $$"""{"taken":true,"asked":"{{name}}","rovers":{{rovers}}}"""));
    }

    private bool Answer(JsonObject asked, string json)
    {
        var answer = (JsonObject)JsonNode.Parse(json)!;
        answer["id"] = asked["id"]!.ToString();
        return Hear(Topics.TuneAnswers, answer.ToJsonString());
    }

    private bool Hear(string leaf, string json) => parameters.Hear(leaf, Encoding.UTF8.GetBytes(json));

    private string[] Values() => [.. parameters.Values().Select(one => $"{one.Name} {one.Value.ToJsonString()}")];
}
