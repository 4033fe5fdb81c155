using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet.Description;
using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Host.Tracking.Sources;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Describes every topic to programs of others.</summary>
public sealed class DescribeVerb : Verb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Option<string?> fleet = new("--fleet-name")
    {
        Description = "Fleet to name in the addresses (default: a parameter)",
        HelpName = "NAME",
    };
    private readonly Option<string?> output = new("--out") { Description = "Write it to this file", HelpName = "FILE" };
    private readonly Option<bool> force = new("--force") { Description = "Overwrite the file of --out" };

    public override string Name => "describe";

    public override string Summary =>
        "Describe every topic for other programs: AsyncAPI, with the bytes of each frame as its writer puts them.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae describe --json", "topics, content types, schemas and byte layouts"),
        ("mae describe --out asyncapi.json", "the same in a file"),
    ];

    public override IEnumerable<Symbol> Symbols => [fleet, output, force];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var document = AsyncApi.Document(
            NameText.Check(fleet.Name, parse.GetValue(fleet)),
            (Topics.Orders, true, "a person's program to a formation in the plane that drives", FormationOrderJson.Of(
                new FormationOrder
                {
                    Shape = "offsets", OffsetsM = [(0.35, 0)], Path = "circle", SizeM = 1, CentreM = (0.5, 0), WaypointsM = [0, 0, 1, 0],
                    ObstaclesM = [("a post", 1, 1)], SpeedMS = 0.2, Pause = false,
                })),
            (Topics.OrderAnswers, true, "its host's answer; without code, what and next where it is taken", Refusal()),
            (Topics.CoverageOrders, true, "a person's program to a team that covers landmarks: where each of them is now",
                new JsonObject { ["landmarks_m"] = new JsonArray(new JsonArray(0.5, -0.25)) }),
            (Topics.CoverageOrderAnswers, true, "its host's answer; without code, what and next where it is taken", Refusal()),
            (TopicSource.Leaf, false, "a tracker of others to mae track --topic", PoseLine.Example()));
        if (parse.GetValue(output) is { } path)
        {
            if (!parse.GetValue(force))
                OutputFile.RefuseExisting($"mae describe --out {path} --force", path);
            OutputFile.Write(output.Name, path, document.ToJsonString(Indented) + "\n");
            context.Console.WriteLine($"written to {path}");
        }

        return Task.FromResult(new VerbResult(document));
    }

    private static JsonObject Refusal() => new()
    {
        ["taken"] = false, ["code"] = "MAE...", ["what"] = "what cannot be", ["next"] = "what to do instead",
    };
}
