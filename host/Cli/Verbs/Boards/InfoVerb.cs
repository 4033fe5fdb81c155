using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Cli.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Safety;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What one rover says about itself on its serial console.</summary>
public sealed class InfoVerb : Verb
{
    private readonly BoardPort board = new();

    public override string Name => "info";

    public override string Summary => "Ask a rover on a serial port what it is and what its sensors read.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae info --port /dev/ttyUSB1", "the rover on that adapter"), ("mae info --port sim --json", "a simulated one, for a script")];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(5);

    /// <summary>The board takes as long as that for an answer and is then said not to have one; the verb as a whole ends little
    /// later.</summary>
    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => board.Symbols;

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        if (board.IsDryRun(parse))
            return Task.FromResult(DryRun.Say(context, "ask the console: info, sense"));
        return Task.FromResult(board.Run(parse, context, (console, line) =>
        {
            var json = new JsonObject { ["port"] = line.Description };
            foreach (var (field, value) in console.Ask("info").Concat(console.Ask("sense")))
                json[field] = Value(field, value);
            foreach (var (field, value) in json)
                context.Console.WriteLine($"{field,-16} {value}");
            if (json["settings"]?.GetValue<string>() is "skipped" or "damaged")
            {
                context.Console.WriteLine(json["settings"]!.GetValue<string>() == "damaged"
                    ? "Its settings are damaged and none of them counts: write them anew with mae provision"
                    : "The skipped settings do not count, all others do: set them again with mae provision or mae calibrate");
            }

            return new VerbResult(json);
        }));
    }

    private static JsonNode Value(string field, string value) => field switch
    {
        "mode" when byte.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var mode) =>
            RoverPresence.NameOf((RoverMode)mode),
        "skipped" => JsonText.Array(value.Split(',')),
        "network" or "broker" or "signed" or "running" or "emergency_stop" => value == "1",
        _ when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => value,
    };
}
