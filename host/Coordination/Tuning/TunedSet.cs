using System.Globalization;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination.Tuning;

/// <summary>A parameter set with other numbers in some of its entries: the same shapes, and the self-test answered anew by the controller
/// that the rover will build from it.</summary>
public static class TunedSet
{
    private const int VersionOffset = 8;
    private const int TailBytes = 4;

    /// <summary>Changes a set.</summary>
    /// <param name="set">Whole and checked; stays as it is.</param>
    /// <param name="changes">Those for this rover, in order.</param>
    /// <param name="own">Declarations of the mission's own parameters.</param>
    /// <param name="makers">Of missions of one's own.</param>
    /// <exception cref="TuningException">MAE330 to MAE333: one of the changes cannot be made, or no controller can be built with
    /// them.</exception>
    public static byte[] Of(
        byte[] set, IEnumerable<ParameterChange> changes, IReadOnlyList<ParameterDeclaration> own, IControllerMaker[] makers)
    {
        var bytes = (byte[])set.Clone();
        var text = new List<string>();
        foreach (var change in changes.Where(change => change.Values is not null))
        {
            Write(bytes, change, own);
            Seal(bytes);
            text.Add(change.Text);
        }

        if (text.Count == 0)
            return bytes;
        var view = View(bytes);
        if (ControllerFactory.TryCreate(view, new RoverOptions { OwnMissions = makers }) is not { } controller)
        {
            throw TuningException.NoController($"No controller can be built with {string.Join(" and ", text)}.",
                "Bounds may cross, or a cost have no minimum: turn it the other way.");
        }

        if (view.Find(ParameterId.SelfTestOutput) is var answer and >= 0 && view.Find(ParameterId.SelfTestInput) is var question and >= 0)
        {
            var input = Values(view, question);
            var output = new double[view.Count(answer)];
            if (!controller.TryAnswer(input, input.Length, output, output.Length))
                throw TuningException.NoController("The controller does not answer its self-test.", "Push a set of its mission again.");
            for (var i = 0; i < output.Length; i++)
                Bytes.PutF64(bytes, Offset(bytes, answer) + (8 * i), output[i]);
            Seal(bytes);
        }

        // A number that is not finite is refused by whoever parses.
        View(bytes);
        return bytes;
    }

    /// <summary>The same set under another number.</summary>
    public static byte[] Renumbered(byte[] set, uint version)
    {
        var bytes = (byte[])set.Clone();
        Bytes.PutU32(bytes, VersionOffset, version);
        Seal(bytes);
        return bytes;
    }

    /// <summary>Numbers of a parameter in a set, or null where it has no such entry.</summary>
    public static double[]? Read(byte[] set, ParameterDeclaration parameter)
    {
        var view = View(set);
        return view.Find(parameter.Id) is var entry and >= 0 ? Values(view, entry) : null;
    }

    private static void Write(byte[] bytes, ParameterChange change, IReadOnlyList<ParameterDeclaration> own)
    {
        var known = ParameterDeclarations.Find(change.Name, own)
            ?? throw TuningException.Unknown($"There is no parameter {change.Name}.", "See what there is: mae param list");
        if (known.Instead is { } instead)
            throw TuningException.Fixed(change.Name, instead);
        var view = View(bytes);
        if (view.Find(known.Id) is not (var entry and >= 0))
        {
            throw TuningException.Unknown($"A set of mission {view.Mission.ToString().ToLowerInvariant()} has no {change.Name} here.",
                "See what its rovers have: mae param list");
        }

        var count = view.Count(entry);
        if (change.Element >= count || change.Values!.Count != (change.Element is null ? count : 1))
        {
            throw TuningException.Wrong($"{change.Name} has {count} number{(count == 1 ? "" : "s")}, and {change.Values!.Count} "
                    + $"{(change.Element is { } at ? $"for number {at} " : "")}are given.",
                count == 1 ? $"mae param set {change.Name} VALUE" : $"One of them: {change.Name}[0] to {change.Name}[{count - 1}]; or all, "
                    + "with commas.");
        }

        foreach (var value in change.Values.Where(value => !(value >= known.Least && value <= known.Most)))
        {
            throw TuningException.Wrong(string.Create(CultureInfo.InvariantCulture, $"{change.Name} is {known.Range}, not {value:G6}."),
                "Name a value of this range.");
        }

        for (var i = 0; i < change.Values.Count; i++)
            Put(bytes, view.TypeOf(entry), Offset(bytes, entry), change.Element ?? i, change.Values[i]);
    }

    private static void Put(byte[] bytes, ParameterType type, int offset, int i, double value)
    {
        if (type == ParameterType.F64)
            Bytes.PutF64(bytes, offset + (8 * i), value);
        else if (type == ParameterType.F32)
            Bytes.PutF32(bytes, offset + (4 * i), (float)value);
        else
            bytes[offset + i] = (byte)(sbyte)Math.Clamp(value, sbyte.MinValue, sbyte.MaxValue);
    }

    private static double[] Values(ParameterSet set, int entry) =>
        [.. Enumerable.Range(0, set.Count(entry)).Select(i => set.GetDouble(entry, i))];

    private static int Offset(byte[] bytes, int entry) =>
        (int)Bytes.GetU32(bytes, ParameterSet.HeaderBytes + (ParameterSet.EntryBytes * entry) + 12);

    private static void Seal(byte[] bytes) =>
        Bytes.PutU32(bytes, bytes.Length - TailBytes, Crc32.Compute(bytes, 0, bytes.Length - TailBytes));

    private static ParameterSet View(byte[] bytes)
    {
        var view = new ParameterSet();
        var status = view.TryParse(bytes, bytes.Length);
        return status == ParameterStatus.Ok ? view
            : throw TuningException.NoController($"No valid set would come out ({status}).", "Name finite values.");
    }
}
