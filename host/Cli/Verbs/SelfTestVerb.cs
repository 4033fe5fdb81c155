using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>The program of firmware/Rover.SelfTest on this machine: the checksum that a board must print too.</summary>
public sealed class SelfTestVerb : Verb
{
    // As firmware/Rover.SelfTest: a board prints the same line for the same counts.
    private const int ControlSteps = 200;
    private const int Inferences = 200;

    public override string Name => "selftest";

    public override string Summary =>
        "Print the checksums that every board must reproduce: 200 control steps of each mission and 200 inferences; the pose filter.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae selftest", "the lines that a board prints"),
        ("mae selftest --json", "the checksum for a script"),
    ];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var crc = SelfTest.Run(ControlSteps, Inferences).ToString("X8", CultureInfo.InvariantCulture);
        (context.Json ? context.Error : context.Output).WriteLine($"selftest crc32={crc} END");
        var pose = SelfTest.RunPose(SelfTest.StandardPoseSteps).ToString("X8", CultureInfo.InvariantCulture);
        (context.Json ? context.Error : context.Output).WriteLine($"selftest pose crc32={pose} END");
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["crc32"] = crc, ["control_steps"] = ControlSteps, ["inferences"] = Inferences, ["pose_crc32"] = pose,
            ["pose_steps"] = SelfTest.StandardPoseSteps,
        }));
    }
}
