using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Counts what every mission costs a microcontroller, on this machine.</summary>
public sealed class BenchBoardVerb(MissionList missions) : Verb
{
    private readonly Option<int?> periods = NumberOption.Int("--periods", "Control periods of each recorded run (default 120)", 40, 20_000);

    public override string Name => "board";

    public override string Summary =>
        "Count a board's instructions, calls, heap and image size for each mission, and estimate its time on an ESP32.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench board", "each mission over a recorded run, replayed on the board's build"),
        ("mae bench board --json", "the figures for a script"),
    ];

    public override IEnumerable<Symbol> Symbols => [periods];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var costs = BoardBench.Run(parse.GetValue(periods) ?? 120, missions, context.Cancellation);
        var image = BoardImage.Measure();
        var table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns(
                "mission", "sizes", "steps", "IL / step", "law only", "calls", "allocations", "heap bytes", "ESP32 ms", "same bits");
        var costOf = new JsonObject();
        foreach (var cost in costs)
        {
            var (fastMs, slowMs) = Esp32Estimate.Milliseconds(cost);
            table.AddRow(
                cost.Mission, Markup.Escape(cost.Sizes), Text(cost.Steps), Text(Math.Round(cost.InstructionsPerStep)),
                Text(Math.Round(cost.LawInstructionsPerStep)), Text(Math.Round(cost.CallsPerStep)),
                cost.AllocationsPerStep.ToString("0.##", CultureInfo.InvariantCulture), Text(cost.HeapBytes),
                $"{Text(Math.Round(fastMs))}-{Text(Math.Round(slowMs))}", cost.BitsEqual ? "yes" : "NO");
            costOf[cost.Mission.Replace('-', '_')] = new JsonObject
            {
                ["sizes"] = cost.Sizes,
                ["steps"] = cost.Steps,
                ["il_instructions_per_step"] = JsonText.Number(cost.InstructionsPerStep),
                ["il_instructions_per_step_max"] = cost.InstructionsMax,
                ["control_law_il_instructions_per_step"] = JsonText.Number(cost.LawInstructionsPerStep),
                ["calls_per_step"] = JsonText.Number(cost.CallsPerStep),
                ["allocations_per_step"] = JsonText.Number(cost.AllocationsPerStep),
                ["heap_bytes"] = cost.HeapBytes,
                ["image_bytes"] = image.TotalBytes,
                ["esp32_step_ms_min"] = JsonText.Number(fastMs),
                ["esp32_step_ms_max"] = JsonText.Number(slowMs),
                ["bits_equal"] = cost.BitsEqual,
            };
        }

        context.Console.Write(table);
        var actor = ActorCost.Count();
        context.Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"actor 18-64-64-5 alone: {actor.F32PerMultiplyAdd:0.00} IL a multiply-add with f32 weights, "
                + $"{actor.Int8PerMultiplyAdd:0.00} with i8"));
        var pose = PoseCost.Count(hasGyro: true);
        context.Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"pose filter: {pose.PerWheelStep:0} IL a wheel step (at most {pose.PerWheelStepMax}), {pose.PerPose:0} a pose from "
                + $"outside (at most {pose.PerPoseMax}), {pose.HeapBytes} bytes of heap"));
        context.Console.WriteLine(
            $"bytecode on the board: shared {image.SharedBytes}, motion {image.MotionBytes}, firmware {image.FirmwareBytes} bytes (limit "
            + $"{BoardImage.LimitBytes} an assembly)");
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["missions"] = costOf,
            ["actor_64_64_il_per_multiply_add"] = JsonText.Number(actor.F32PerMultiplyAdd),
            ["actor_64_64_i8_il_per_multiply_add"] = JsonText.Number(actor.Int8PerMultiplyAdd),
            ["pose_il_per_wheel_step"] = JsonText.Number(pose.PerWheelStep),
            ["pose_il_per_wheel_step_max"] = pose.PerWheelStepMax,
            ["pose_il_per_measurement"] = JsonText.Number(pose.PerPose),
            ["pose_il_per_measurement_max"] = pose.PerPoseMax,
            ["pose_heap_bytes"] = pose.HeapBytes,
            ["shared_bytecode_bytes"] = image.SharedBytes,
            ["motion_bytecode_bytes"] = image.MotionBytes,
            ["firmware_bytecode_bytes"] = image.FirmwareBytes,
            ["bytecode_limit_bytes"] = BoardImage.LimitBytes,
            ["instruction_ns_board_min"] = Esp32Estimate.FastInstructionNs,
            ["instruction_ns_board_max"] = Esp32Estimate.SlowInstructionNs,
        }));
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
