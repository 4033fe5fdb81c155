using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Faults.Parameters;

/// <summary>Every entry of a set, missing or of another shape or type; every mission, schema and version that it is not: refused with a
/// reason by name, and the one before stays.</summary>
public class WrongSchemaMatrixTests(ITestOutputHelper output)
{
    private const uint Before = 1;
    private const int SchemaOffset = 4; // and 5
    private const int MissionOffset = 6;

    // What a set may leave out: a default stands for it, and for what is of no shape to be read, as long as the self-test vector comes out
    // the same.
    private static readonly ushort[] Optional =
    [
        ParameterId.RoundsPerPeriod, ParameterId.SpeedLimit, ParameterId.PeriodUs, ParameterId.IterationLimit, ParameterId.NegotiationMode,
        ParameterId.SilenceLimit, ParameterId.Damping,
        ParameterId.ObservationRange, ParameterId.ObservationMemory, ParameterId.StartPose, ParameterId.EpisodePeriods,
        ParameterId.AbsentOther, ParameterId.AbsentLandmark,
        // As many as a mission has.
        ParameterId.Landmarks,
    ];

    private enum Change
    {
        Missing,
        OneMore,
        OneLess,
        OneMoreColumn,
        Flat,
        OtherType,
    }

    public static TheoryData<bool> Missions => [true, false];

    [Theory]
    [MemberData(nameof(Missions))]
    public void Every_entry_that_is_missing_or_of_another_shape_or_type(bool isFormation)
    {
        var rover = Rover(isFormation);
        var whole = Sound(isFormation, Before);
        var set = Parse(whole);
        var (version, taken, wrong) = (Before, new List<string>(), new List<string>());
        for (var entry = 0; entry < set.EntryCount; entry++)
        {
            foreach (var change in Enum.GetValues<Change>())
            {
                if (Rebuild(Parse(Sound(isFormation, ++version)), entry, change) is not { } changed)
                    continue;
                rover.Push(changed, version, 0);
                rover.Run(1);
                var id = set.IdOf(entry);
                // Taken: a default stands for what is missing, or the very numbers came in another type or row. The self-test vector says
                // that the controller is the same.
                if (rover.Agent.ParameterVersion == version
                    && (Optional.Contains(id) || change is Change.Missing or Change.OtherType or Change.Flat))
                {
                    taken.Add($"{ParameterName.Of(id)} {change}");
                    rover = Rover(isFormation);
                    continue;
                }

                if (rover.Agent.ParameterVersion == version)
                {
                    wrong.Add($"{ParameterName.Of(id)} {change}");
                    rover = Rover(isFormation);
                    continue;
                }

                AssertRefused(rover, $"{ParameterName.Of(id)} {change}");
            }
        }

        Assert.Empty(wrong);
        output.WriteLine($"{version - 1} sets, by default: {string.Join(", ", taken)}");
    }

    [Theory]
    [MemberData(nameof(Missions))]
    public void Every_other_schema_and_mission(bool isFormation)
    {
        var rover = Rover(isFormation);
        uint version = Before;
        foreach (var (offset, own) in new[] { (SchemaOffset, ParameterSet.Schema),
            (MissionOffset, isFormation ? (int)MissionKind.Formation : (int)MissionKind.Coverage) })
        {
            foreach (var value in new[] { 0, 1, 2, 3, 4, 5, 8, 16, 64, 127, 128, 255 })
            {
                if (value == own)
                    continue;
                var changed = Sound(isFormation, ++version);
                changed[offset] = (byte)value;
                Bytes.PutU32(changed, changed.Length - 4, Crc32.Compute(changed, 0, changed.Length - 4));
                rover.Push(changed, version, 0);
                rover.Run(1);
                AssertRefused(rover, $"byte {offset} = {value}");
            }
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(3u)]
    [InlineData(4u)]
    [InlineData(6u)]
    [InlineData(uint.MaxValue)]
    public void A_version_in_the_set_that_is_not_the_one_announced(uint inside)
    {
        var rover = Rover(isFormation: true);
        rover.Push(Sound(isFormation: true, inside), 5, 0);
        rover.Run(2);
        AssertRefused(rover, $"version {inside}");
    }

    private static void AssertRefused(LoneRover rover, string what)
    {
        Assert.True(rover.Agent.ParameterVersion == Before, $"{what}: version {rover.Agent.ParameterVersion} is active");
        Assert.Contains("\"status\":\"refused\"", rover.Link.LastReport, StringComparison.Ordinal);
        Assert.DoesNotContain("\"reason\":\"\"", rover.Link.LastReport, StringComparison.Ordinal);
        Assert.Equal(0u, rover.Agent.Faults & Safety.FaultFlags.LoopException);
    }

    private static LoneRover Rover(bool isFormation)
    {
        var rover = isFormation ? new LoneRover() : new LoneRover(Sound(isFormation: false, Before), _ => new PointBody());
        rover.Push();
        rover.Run(4);
        Assert.Equal(Before, rover.Agent.ParameterVersion);
        return rover;
    }

    private static byte[] Sound(bool isFormation, uint version) => isFormation
        ? new TestSet { Version = version }.Build(FormationScenario.PaperS1(), 0)
        : CoverageSets.Build(CoverageSets.Policy(), version);

    private static ParameterSet Parse(byte[] bytes)
    {
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        return set;
    }

    // Null where the entry cannot be changed so.
    private static byte[]? Rebuild(ParameterSet set, int changed, Change change)
    {
        var buffer = new byte[1 << 16];
        var builder = new ParameterSetBuilder(set.Mission, set.Version, buffer);
        for (var entry = 0; entry < set.EntryCount; entry++)
        {
            var (rows, columns) = (set.Dim(entry, 0), set.Rank(entry) > 1 ? set.Dim(entry, 1) : 0);
            var type = set.TypeOf(entry);
            if (entry == changed)
            {
                switch (change)
                {
                    case Change.Missing:
                        continue;
                    case Change.OneMore:
                        rows++;
                        break;
                    case Change.OneLess when rows > 1:
                        rows--;
                        break;
                    case Change.OneMoreColumn when columns > 0:
                        columns++;
                        break;
                    case Change.Flat when columns > 1:
                        (rows, columns) = (rows * columns, 0);
                        break;
                    case Change.OtherType:
                        type = type == ParameterType.F64 ? ParameterType.F32 : ParameterType.F64;
                        break;
                    default:
                        return null;
                }
            }

            Add(builder, set.IdOf(entry), type, Numbers(set, entry, rows * Math.Max(1, columns)), rows, columns);
        }

        var length = builder.Finish();
        return length > 0 ? buffer[..length] : null;
    }

    private static double[] Numbers(ParameterSet set, int entry, int count) =>
        [.. Enumerable.Range(0, count).Select(i => set.GetDouble(entry, Math.Min(i, set.Count(entry) - 1)))];

    private static void Add(ParameterSetBuilder builder, ushort id, ParameterType type, double[] numbers, int rows, int columns)
    {
        _ = (type, columns) switch
        {
            (ParameterType.F64, 0) => builder.Add(id, numbers, rows),
            (ParameterType.F64, _) => builder.Add(id, numbers, rows, columns),
            (ParameterType.F32, 0) => builder.Add(id, numbers.Select(x => (float)x).ToArray(), rows),
            (ParameterType.F32, _) => builder.Add(id, numbers.Select(x => (float)x).ToArray(), rows, columns),
            (_, 0) => builder.Add(id, numbers.Select(x => (sbyte)x).ToArray(), rows),
            _ => builder.Add(id, numbers.Select(x => (sbyte)x).ToArray(), rows, columns),
        };
    }
}
