using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Prints a completion script; the candidates come from the program itself ([suggest] directive of System.CommandLine).</summary>
public sealed class CompletionVerb : Verb
{
    private readonly Argument<string> shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };

    public CompletionVerb() => shell.AcceptOnlyFromAmong("bash", "zsh", "fish");

    public override string Name => "completion";

    public override string Summary => "Print a completion script for your shell.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("source <(mae completion bash)", "complete verbs and options in this bash"),
        ("mae completion fish > ~/.config/fish/completions/mae.fish", "for every fish to come"),
    ];

    public override IEnumerable<Symbol> Symbols => [shell];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var name = parse.GetRequiredValue(shell);
        var script = name switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        };
        if (!context.Json)
            context.Output.Write(script);
        return Task.FromResult(new VerbResult(new JsonObject { ["shell"] = name, ["script"] = script }));
    }

    // The words so far go to the program as one string; it answers one candidate a line.
    private const string Bash = """
        _mae() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$((COMP_POINT - ${#COMP_WORDS[0]} - 1))]" "${COMP_LINE#* }" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _mae mae ./mae

        """;

    private const string Zsh = """
        #compdef mae
        _mae() {
          local -a candidates
          candidates=("${(@f)$("${words[1]}" "[suggest:$((CURSOR - ${#words[1]} - 1))]" "${BUFFER#* }" 2>/dev/null)}")
          compadd -- $candidates
        }
        compdef _mae mae ./mae

        """;

    private const string Fish = """
        complete -c mae -f -a '(mae "[suggest:"(math (commandline -C) - 4)"]" (commandline -cp | string replace -r "^\S+\s" "") 2>/dev/null)'

        """;
}
