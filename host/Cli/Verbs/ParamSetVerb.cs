using System.CommandLine;
using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Turns one parameter of a fleet, while it drives or stands. Exit 0: every rover has it; 6: some; 5: refused; 7: not in
/// time.</summary>
public sealed class ParamSetVerb(MissionList missions) : Verb
{
    private readonly Argument<string> name = new("name") { Description = "A parameter of mae param list; NAME[0] is its first number" };
    private readonly Argument<string> value = new("value") { Description = "A number; all of them with commas where it has several" };
    private readonly Option<string?> rover = new("--rover") { Description = "Which rover (default: all)", HelpName = "NAME" };
    private readonly FleetOptions fleet = new();
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "set";

    public override string Summary => "Turn one parameter of every rover, or of one, at one tick.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae param set stage_input_weight 5 --fleet lab.yaml", "the whole fleet calmer, while it drives"),
        ("mae param set speed_limit 0.3 --rover rover-2 --broker 127.0.0.1:1883", "one rover more careful without the others"),
        ("mae param set landmarks[1] 0.5", "the second number alone; mae param undo takes it back"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(20);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [name, value, rover, .. fleet.CommandingSymbols, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var (parameter, element) = Named(parse.GetRequiredValue(name));
        var change = new ParameterChange(parameter, element, Numbers(parse.GetRequiredValue(value)),
            NameText.Check(rover.Name, parse.GetValue(rover)));
        return Task.FromResult(Tuner(context, fleet.Load(parse), parse.GetRequiredValue(runs), missions).Set(change));
    }

    internal static FleetTuner Tuner(VerbContext context, FleetFile fleet, string runs, MissionList missions, string? undoOf = null) =>
        new(context, fleet, runs)
        {
            Own = [.. missions.Own.SelectMany(mission => mission.Parameters).Select(parameter => parameter.Declaration)],
            Makers = missions.Controllers,
            UndoOf = undoOf,
        };

    private static (string Name, int? Element) Named(string text)
    {
        var open = text.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
            return (text, null);
        return text.EndsWith(']') && int.TryParse(text[(open + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var element)
            ? (text[..open], element)
            : throw new MaeException(
                ExitCode.Usage, "MAE002", $"{text} names no number of a parameter.", "Count from 0: mae param set landmarks[1] 0.5");
    }

    private static double[] Numbers(string text) =>
        [.. text.Split(',').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
            : throw new MaeException(
                ExitCode.Usage, "MAE002", $"'{part}' is no finite number.", "Write 0.25, or 0.5,-0.5 for a parameter of two numbers."))];
}
