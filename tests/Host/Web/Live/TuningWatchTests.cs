using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Web.Live;

namespace MultiAgentEdge.Tests.Host.Web.Live;

public sealed class TuningWatchTests
{
    private const string Change =
        """{"id":"a","who":"somebody","change":{"name":"speed_limit","element":null,"values":[0.3],"rover":null}}""";

    [Fact]
    public void An_answer_is_told_with_who_asked_for_what_and_kept()
    {
        var tuning = new TuningWatch();
        tuning.Hear(Json(Change));
        var told = tuning.Answer(Json("""{"id":"a","taken":true,"version":4}"""), 1000)!;
        Assert.Equal(("somebody", "speed_limit = 0.3"), (told["who"]!.ToString(), told["text"]!.ToString()));
        Assert.False(told["by_page"]!.GetValue<bool>());
        Assert.Single(tuning.History());
        Assert.Null(tuning.Answer(Json("""{"id":"a","taken":true}"""), 1001));
        Assert.Null(tuning.Answer(Json("""{"id":7}"""), 1001));
    }

    [Fact]
    public void A_question_changes_nothing_and_what_nobody_answers_is_said_once()
    {
        var tuning = new TuningWatch();
        tuning.Hear(Json("""{"id":"q","ask":"speed_limit"}"""));
        tuning.Expect("q", 0);
        tuning.Expect("late", 0);
        Assert.True(tuning.Answer(Json("""{"id":"q","taken":true,"asked":"speed_limit"}"""), 1)!["by_page"]!.GetValue<bool>());
        Assert.Empty(tuning.History());
        Assert.Empty(tuning.Unanswered(1_000_000));
        Assert.Equal(["late"], tuning.Unanswered(3_000_000));
        Assert.Empty(tuning.Unanswered(3_000_000));
    }

    [Fact]
    public void Whatever_is_said_on_an_open_broker_fills_no_memory()
    {
        var tuning = new TuningWatch();
        for (var k = 0; k < 1000; k++)
        {
            tuning.Hear(Json(Change.Replace("\"a\"", $"\"{k}\"", StringComparison.Ordinal)));
            tuning.Answer(Json($$"""{"id":"{{k}}","taken":true}"""), k);
        }

        Assert.Equal(50, tuning.History().Count);
    }

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;
}
