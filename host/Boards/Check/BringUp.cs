using System.Globalization;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// The bring-up of a rover at its console, part after part in the order in which one needs the other: supply, motors and encoders on a
/// block, gyroscope on the floor, lights, stop button. Each part says what is wrong if it is. What only a person can see or do is asked
/// for; where nobody is there to ask, that part says so.
/// </summary>
/// <param name="console">Of the rover.</param>
/// <param name="line">The same line, for waiting.</param>
/// <param name="ask">A question that is answered by yes or no; null: nobody is there.</param>
/// <param name="press">Does what a person does at the stop button; null: the person does.</param>
public sealed class BringUp(BoardConsoleClient console, IBoardLine line, Func<string, bool>? ask, Action<bool>? press = null)
{
    private const int WheelPermille = 400;
    private const int TurnPermille = 350;
    private const int TurnMs = 1500;
    private const int LeastMv = 6000;
    private const int MostMv = 8700;

    // Below it nobody has wired a battery to it.
    private const int NoBatteryMv = 1000;

    private const string Stopped = "the stop button reads as pressed";
    private const int RestMradS = 150;
    private const int TurnMradS = 300;
    private static readonly TimeSpan PressLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <exception cref="BoardException">The console does not answer.</exception>
    public IEnumerable<CheckStep> Run()
    {
        yield return Supply();
        foreach (var step in Wheels())
            yield return step;
        yield return Gyroscope();
        yield return Lights();
        yield return StopButton();
    }

    private CheckStep Supply()
    {
        const string Part = "supply";
        if (!TryNumber("battery_mv", out var millivolts))
            return new(Part, CheckStep.Failed, "the rover measures no voltage", "Wire the divider (30k / 10k) to the converter's input.");
        var said = string.Create(CultureInfo.InvariantCulture, $"{millivolts / 1000.0:0.00} V");
        return millivolts < NoBatteryMv
            ? new(
                Part, CheckStep.Failed, said, "The battery is off, or the divider's wire is loose: motors need it, USB does not feed them.")
            : millivolts < LeastMv
            ? new(Part, CheckStep.Failed, said, "Charge it. A voltmeter shows more? Then: mae calibrate battery.")
            : millivolts > MostMv
            ? new(Part, CheckStep.Failed, said, "More than two cells have, or another divider: mae calibrate battery, before it drives.")
            : new(Part, CheckStep.Ok, said);
    }

    /// <summary>No wheel turns while it is: the button's own step says what is wrong.</summary>
    private bool IsStopped => TryNumber("emergency_stop", out var pressed) && pressed != 0;

    private IEnumerable<CheckStep> Wheels()
    {
        if (IsStopped)
        {
            yield return new("motors", CheckStep.Skipped, Stopped);
            yield return new("encoders", CheckStep.Skipped, Stopped);
            yield break;
        }

        if (ask is not null && !ask("Wheels in the air, battery on? They will turn"))
        {
            yield return new("motors", CheckStep.Skipped, "not wanted");
            yield return new("encoders", CheckStep.Skipped, "not wanted");
            yield break;
        }

        var wrong = MotorTest.Run(console, WheelPermille).Where(one => one.Verdict != "ok").ToList();
        var counts = wrong.Where(one => one.Verdict.Contains("counts nothing", StringComparison.Ordinal)).ToList();
        var turns = wrong.Except(counts).ToList();
        yield return turns.Count == 0
            ? new("motors", counts.Count == 0 ? CheckStep.Ok : CheckStep.Skipped,
                counts.Count == 0 ? "each turns its own wheel, forward and back" : "nobody counts what they do")
            : new("motors", CheckStep.Failed, Of(turns), "Change the wires as it says, then check again.");
        yield return counts.Count == 0
            ? new("encoders", turns.Count == 0 ? CheckStep.Ok : CheckStep.Skipped,
                turns.Count == 0 ? "each counts its own wheel, up and down" : "see the motors")
            : new(
                "encoders", CheckStep.Failed, Of(counts), "A wheel that turns and is not counted: A, B, supply and ground of its encoder.");
    }

    private CheckStep Gyroscope()
    {
        const string Part = "gyroscope";
        var sensed = console.Ask("sense");
        var chip = sensed.GetValueOrDefault("gyroscope", "none");
        if (chip == "none")
        {
            return new(
                Part, CheckStep.Failed, "none answers on the bus",
                "Wire SDA, SCL, 3V3 and GND of an LSM6DSO or MPU-6050. Without one the heading is the wheels' alone.");
        }

        if (!TryNumber("yaw_mrad_s", out var atRest))
            return new(Part, CheckStep.Failed, $"{chip} gives no rate", "Pull its plug and put it back; if it stays so, another board.");
        if (Math.Abs(atRest) > RestMradS)
        {
            return new(
                Part, CheckStep.Failed, $"{chip} says {atRest} mrad/s while the rover stands",
                "Does it stand still? A chip that says so much at rest is broken, or its supply is noisy.");
        }

        if (IsStopped)
            return new(Part, CheckStep.Skipped, $"{chip} answers; {Stopped}");
        if (ask is not null && !ask("On the floor, half a metre free around it? It turns to the left on the spot"))
            return new(Part, CheckStep.Skipped, $"{chip} answers; which way it counts was not tried");
        console.Ask(string.Create(CultureInfo.InvariantCulture, $"motor {-TurnPermille} {TurnPermille} {TurnMs}"));
        line.Wait(TimeSpan.FromMilliseconds(TurnMs / 2));
        var turning = TryNumber("yaw_mrad_s", out var rate) ? rate : 0;
        line.Wait(TimeSpan.FromMilliseconds(TurnMs));
        var said = $"{chip}: {turning} mrad/s in a turn to the left";
        return turning < -TurnMradS
            ? new(
                Part, CheckStep.Failed, said,
                "It counts the wrong way: its writing must face up; or the motors of left and right are swapped.")
            : turning < TurnMradS
            ? new(
                Part, CheckStep.Failed, said,
                "It does not feel the turn: did the rover turn? If so, is the board flat and fixed to the chassis?")
            : new(Part, CheckStep.Ok, said);
    }

    private CheckStep Lights()
    {
        console.Ask("identify");
        return ask is null
            ? new("lights", CheckStep.Skipped, "nobody was there to look")
            : ask("Does its light blink fast?")
            ? new("lights", CheckStep.Ok, "it blinks")
            : new("lights", CheckStep.Failed, "no light", "The LED's long leg to the pin, the short one through 330 ohm to ground.");
    }

    private CheckStep StopButton()
    {
        const string Part = "stop button";
        if (!TryNumber("emergency_stop", out var pressed))
            return new(Part, CheckStep.Failed, "the rover has none", "Wire a normally closed contact from the pin to 3.3 V.");
        if (pressed != 0)
        {
            return new(
                Part, CheckStep.Failed, "pressed, though nobody presses it",
                "Release it. It is normally closed: a broken or missing wire reads as pressed.");
        }

        if (ask is null && press is null)
            return new(Part, CheckStep.Skipped, "released; nobody was there to press it");
        if (press is null && !ask!("Will you press the stop button now, and hold it?"))
            return new(Part, CheckStep.Skipped, "released; not pressed");
        press?.Invoke(true);
        var wasSeen = Until(1);
        press?.Invoke(false);
        if (!wasSeen)
        {
            return new(
                Part, CheckStep.Failed, "pressing it changes nothing",
                "It bridges the pin to 3.3 V for ever: the contact is not normally closed, or wired past the button.");
        }

        if (press is null)
            ask!("Seen. Release it; done?");
        return Until(0)
            ? new(Part, CheckStep.Ok, "seen when pressed and when released")
            : new(Part, CheckStep.Failed, "stays pressed after it was released", "Does it latch? Turn it to release it.");
    }

    private bool Until(int wanted)
    {
        var end = line.Now + PressLimit;
        while (line.Now < end)
        {
            if (TryNumber("emergency_stop", out var now) && now == wanted)
                return true;
            line.Wait(Look);
        }

        return false;
    }

    private bool TryNumber(string field, out int value)
    {
        value = 0;
        return console.Ask("sense").TryGetValue(field, out var text)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static string Of(IEnumerable<(string Motor, WheelRun Run, string Verdict)> wrong) =>
        string.Join("; ", wrong.Select(one => one.Verdict).Distinct());
}
