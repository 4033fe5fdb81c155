using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Shows how a rover is wired: as a table, or as a diagram.</summary>
public sealed class WiringVerb : Verb
{
    private readonly Argument<string> board = new("board") { Description = string.Join(" or ", WiringPlan.Boards) };
    private readonly Option<string?> svg = new("--svg") { Description = "Write the diagram to this file", HelpName = "FILE" };

    private readonly Option<bool> force = new("--force") { Description = "Overwrite the file of --svg" };

    public WiringVerb() => board.AcceptOnlyFromAmong([.. WiringPlan.Boards]);

    public override string Name => "wiring";

    public override string Summary => "Show how a rover is wired, pin by pin.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae wiring esp32", "the table"), ("mae wiring raspberry-pi --svg wiring.svg", "the diagram")];

    public override IEnumerable<Symbol> Symbols => [board, svg, force];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var plan = WiringPlan.Load(parse.GetRequiredValue(board));
        if (parse.GetValue(svg) is { } path)
        {
            if (!parse.GetValue(force))
                OutputFile.RefuseExisting($"mae wiring {plan.Board} --svg {path} --force", path);
            OutputFile.Write(svg.Name, path, plan.ToSvg());
        }

        (context.Json ? context.Error : context.Output).Write(plan.ToTable());
        var wires = new JsonArray([.. plan.Wires.Select(wire => (JsonNode)new JsonObject
        {
            ["pin"] = wire.Pin,
            ["signal"] = wire.Signal,
            ["part"] = plan.Parts[wire.Part],
            ["terminal"] = wire.Terminal,
        })]);
        return Task.FromResult(new VerbResult(new JsonObject { ["board"] = plan.Board, ["wires"] = wires }));
    }
}
