using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Cli.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <content>What a tracker can measure better than a ruler.</content>
public sealed partial class CalibrateVerb
{
    private const string Tracked = "by-tracker";

    private readonly Option<string?> rover = new("--rover")
    {
        Description = "by-tracker: the rover whose poses mae track hands on", HelpName = "NAME",
    };

    private readonly FleetOptions fleet = new();

    private VerbResult ByTracker(ParseResult parse, VerbContext context)
    {
        if (board.IsDryRun(parse))
        {
            return DryRun.Say(
                context, "drive to and fro and around for a minute, half a metre each way, and read encoders, gyroscope and tracker",
                "compute wheel radius, track width and the gyroscope's scale, and write them with set and save");
        }

        return board.Run(
            parse, context, new SimulatedWiring(), (console, line) =>
            {
                using var eye = TrackerEye.Open(parse, context, line, fleet, rover);
                var perRevolution = parse.GetValue(ticks) ?? Setting(console, "ticks_per_revolution", 360);
                var (wasRadius, wasTrack) = (Setting(console, "wheel_radius_um", 33500), Setting(console, "track_width_um", 140000));
                var wasGyroscope = Setting(console, "gyroscope_permille", 1000);
                var deadBand = Setting(console, "dead_band_permille", 120);
                var legs = new TrackedDrive(console, line, eye.Watch, deadBand, context.Console.WriteLine).Run();
                var found = TrackedCalibration.Of(legs, perRevolution, wasRadius / (double)wasTrack);
                JsonArray figures =
                [
                    Write(context, console, "wheel_radius_um", wasRadius, found.WheelRadiusM, 1e6),
                    Write(context, console, "track_width_um", wasTrack, found.TrackWidthM, 1e6),
                ];
                if (found.GyroScale is { } scale)
                    figures.Add(Write(context, console, "gyroscope_permille", wasGyroscope, scale, wasGyroscope));
                else
                    context.Console.WriteLine("no gyroscope answered in every leg: its scale stays as it is");
                console.Ask("save");
                context.Console.WriteLine("saved; they count from the next start of the rover");
                return new VerbResult(new JsonObject { ["figures"] = figures, ["legs"] = legs.Count, ["saved"] = true });
            });
    }

    /// <param name="unit">The setting's, over the figure's.</param>
    private static JsonObject Write(
        VerbContext context, BoardConsoleClient console, string setting, int was, Measured measured, double unit)
    {
        var value = (int)Math.Round(measured.Value * unit);
        var sigma = measured.Sigma * unit;
        context.Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{setting} = {value}, standard deviation {sigma:0.#}; it was {was}"));
        Set(console, setting, value);
        return new JsonObject { ["setting"] = setting, ["value"] = value, ["sigma"] = JsonText.Number(sigma), ["was"] = was };
    }
}
