using System.Globalization;
using MultiAgentEdge.Firmware.Pi;

// Exit codes: 0 ok, 1 failed, 2 usage, 3 this build cannot.
const string Help = """
    The rover's program on Raspberry Pi OS.

      MultiAgentEdge.Rover.Pi --settings FILE   drive (FILE from: mae provision --out FILE); state beside it
      MultiAgentEdge.Rover.Pi --jitter SECONDS  measure how late this machine wakes a 20 ms loop
    """;

switch (args)
{
    case ["--jitter", var text] when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and <= 3600:
        var (p50, p99, max, count) = JitterMeter.Measure(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(seconds));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"period_us\":20000,\"wakeups\":{count},\"late_p50_us\":{p50:0.#},\"late_p99_us\":{p99:0.#},\"late_max_us\":{max:0.#}}}"));
        return 0;
    case ["--settings", var path]:
        return PiRover.Run(path, isLaunched: false);
    case ["--settings", var path, "--launched"]:
        return PiRover.Run(path, isLaunched: true);
    case ["--help" or "-h"]:
        Console.WriteLine(Help);
        return 0;
    default:
        Console.Error.WriteLine(Help);
        return 2;
}
