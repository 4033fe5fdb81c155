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
    private const int LeastListedBytes = 96;

    private readonly Option<int?> periods = NumberOption.Int("--periods", "Control periods of each recorded run (default 120)", 40, 20_000);

    private readonly Option<bool> heap = new("--heap") { Description = "List also what holds the heap: types, threads, assemblies" };

    public override string Name => "board";

    public override string Summary =>
        "Count a board's instructions, calls, heap and image size for each mission, and estimate its time on an ESP32.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench board", "each mission over a recorded run, replayed on the board's build"),
        ("mae bench board --json", "the figures for a script"),
    ];

    public override IEnumerable<Symbol> Symbols => [periods, heap];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var costs = BoardBench.Run(parse.GetValue(periods) ?? 120, missions, context.Cancellation);
        var image = BoardImage.Measure();
        var program = ProgramHeap.Measure();
        var table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns(
                "mission", "sizes", "steps", "IL / step", "law only", "calls", "allocations", "agent bytes", "program bytes",
                "at most", "ESP32 ms", "same bits");
        var costOf = new JsonObject();
        foreach (var cost in costs)
        {
            var (fastMs, slowMs) = Esp32Estimate.Milliseconds(cost);
            table.AddRow(
                cost.Mission, Markup.Escape(cost.Sizes), Text(cost.Steps), Text(Math.Round(cost.InstructionsPerStep)),
                Text(Math.Round(cost.LawInstructionsPerStep)), Text(Math.Round(cost.CallsPerStep)),
                cost.AllocationsPerStep.ToString("0.##", CultureInfo.InvariantCulture), Text(cost.HeapBytes),
                Text(program.Of(cost)), Text(program.PeakOf(cost)),
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
                ["program_heap_bytes"] = program.Of(cost),
                ["program_heap_peak_bytes"] = program.PeakOf(cost),
                ["program_heap_by_owner"] = new JsonObject(
                    program.ByOwner(cost).Append(new("arrival", cost.ArrivalBytes))
                        .Select(one => KeyValuePair.Create($"{one.Key}_bytes", (JsonNode?)one.Value))),
                ["program_heap_peak_tls_bytes"] = program.PeakOf(cost) + ProgramHeap.TlsBytes,
                ["program_heap_both_bytes"] = program.BothOf(cost),
                ["fits_79_kb"] = program.Fits(cost, ProgramHeap.SmallBoardBytes),
                ["fits_111_kb"] = program.Fits(cost, ProgramHeap.LargeBoardBytes),
                ["needs_psram"] = program.Fits(cost, ProgramHeap.LargeBoardBytes) == "no",
                ["image_bytes"] = image.TotalBytes,
                ["esp32_step_ms_min"] = JsonText.Number(fastMs),
                ["esp32_step_ms_max"] = JsonText.Number(slowMs),
                ["bits_equal"] = cost.BitsEqual,
            };
        }

        context.Console.Write(table);
        if (parse.GetValue(heap))
            Hold(context, [("program", program.Details), .. costs.Select(cost => (cost.Mission, cost.HeapByType))]);
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
        var clear = ClearanceCost.Count(ClearanceCost.MostOthers);
        context.Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"safety filter, {clear.Others} others near and 4 walls: {clear.PerPeriod:0} IL a period (at most {clear.PerPeriodMax}), "
                + $"{clear.PerHearing:0} to hear them (at most {clear.PerHearingMax}), {clear.HeapBytes} bytes of heap"));
        context.Console.WriteLine(
            $"program without agent: {program.PartBytes} bytes of drivers, console and files, "
            + $"{program.ThreadBytes} stacks of threads, {program.TableBytes} tables of assemblies, {program.StaticBytes} "
            + $"statics; TLS takes {ProgramHeap.TlsBytes} more while it connects");
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
            ["clearance_others"] = clear.Others,
            ["clearance_il_per_period"] = JsonText.Number(clear.PerPeriod),
            ["clearance_il_per_period_max"] = clear.PerPeriodMax,
            ["clearance_il_per_hearing"] = JsonText.Number(clear.PerHearing),
            ["clearance_il_per_hearing_max"] = clear.PerHearingMax,
            ["clearance_heap_bytes"] = clear.HeapBytes,
            ["program_part_bytes"] = program.PartBytes,
            ["program_thread_bytes"] = program.ThreadBytes,
            ["program_table_bytes"] = program.TableBytes,
            ["program_static_bytes"] = program.StaticBytes,
            ["shared_bytecode_bytes"] = image.SharedBytes,
            ["motion_bytecode_bytes"] = image.MotionBytes,
            ["firmware_bytecode_bytes"] = image.FirmwareBytes,
            ["bytecode_limit_bytes"] = BoardImage.LimitBytes,
            ["instruction_ns_board_min"] = Esp32Estimate.FastInstructionNs,
            ["instruction_ns_board_max"] = Esp32Estimate.SlowInstructionNs,
        }));
    }

    private static void Hold(VerbContext context, IEnumerable<(string Of, IReadOnlyDictionary<string, long> Bytes)> all)
    {
        foreach (var (of, bytes) in all)
        {
            foreach (var one in bytes.OrderByDescending(one => one.Value).TakeWhile(one => one.Value >= LeastListedBytes))
                context.Console.WriteLine($"{of,-18} {one.Value,7} {one.Key}");
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
