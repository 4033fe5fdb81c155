using OpenCvSharp.Aruco;

namespace MultiAgentEdge.Host.Tracking.Markers;

/// <summary>
/// A dictionary of square markers. What <c>mae track markers</c> prints is AprilTag 36h11: any two of its 587 differ in 11 of 36 bits
/// however they lie, so that two wrong bits can be mended and nine more must be wrong before one rover is taken for another; of 4x4-50 (16
/// bits) it is 4.
/// </summary>
/// <param name="Bits">Cells a side, without the black border.</param>
/// <param name="Count">Ids from 0.</param>
public sealed record MarkerFamily(string Name, PredefinedDictionaryType Type, int Bits, int Count)
{
    /// <summary>Whichever of <see cref="All"/> the floor's markers are of.</summary>
    public const string Auto = "auto";

    public static MarkerFamily Printed { get; } = new("apriltag-36h11", PredefinedDictionaryType.DictAprilTag_36h11, 6, 587);

    /// <summary>In the order in which they are tried; of families with the same first markers the smallest comes first.</summary>
    public static IReadOnlyList<MarkerFamily> All { get; } =
    [
        Printed,
        new("4x4-50", PredefinedDictionaryType.Dict4X4_50, 4, 50),
        new("5x5-50", PredefinedDictionaryType.Dict5X5_50, 5, 50),
        new("6x6-50", PredefinedDictionaryType.Dict6X6_50, 6, 50),
        new("7x7-50", PredefinedDictionaryType.Dict7X7_50, 7, 50),
        new("4x4-100", PredefinedDictionaryType.Dict4X4_100, 4, 100),
        new("5x5-100", PredefinedDictionaryType.Dict5X5_100, 5, 100),
        new("6x6-100", PredefinedDictionaryType.Dict6X6_100, 6, 100),
        new("7x7-100", PredefinedDictionaryType.Dict7X7_100, 7, 100),
        new("4x4-250", PredefinedDictionaryType.Dict4X4_250, 4, 250),
        new("5x5-250", PredefinedDictionaryType.Dict5X5_250, 5, 250),
        new("6x6-250", PredefinedDictionaryType.Dict6X6_250, 6, 250),
        new("7x7-250", PredefinedDictionaryType.Dict7X7_250, 7, 250),
        new("4x4-1000", PredefinedDictionaryType.Dict4X4_1000, 4, 1000),
        new("5x5-1000", PredefinedDictionaryType.Dict5X5_1000, 5, 1000),
        new("6x6-1000", PredefinedDictionaryType.Dict6X6_1000, 6, 1000),
        new("7x7-1000", PredefinedDictionaryType.Dict7X7_1000, 7, 1000),
        new("aruco-original", PredefinedDictionaryType.DictArucoOriginal, 5, 1024),
        new("apriltag-25h9", PredefinedDictionaryType.DictAprilTag_25h9, 5, 35),
        new("apriltag-36h10", PredefinedDictionaryType.DictAprilTag_36h10, 6, 2320),
        new("apriltag-16h5", PredefinedDictionaryType.DictAprilTag_16h5, 4, 30),
    ];

    public static IReadOnlyList<string> Names { get; } = [Auto, .. All.Select(family => family.Name)];

    /// <summary>Null: no such family, or auto. OpenCV's own spelling counts too: DICT_4X4_50, DICT_APRILTAG_36h11.</summary>
    public static MarkerFamily? Of(string name) => All.FirstOrDefault(family => Plain(family.Name) == Plain(name));

    /// <summary>
    /// Wrong bits that are mended: two of 36h11, whose markers differ in eleven, and none of the small families, whose do in four. A rover
    /// unseen for an image is nothing; one taken for another is.
    /// </summary>
    public int MostWrongBits => Count > 1000 ? 0 : Bits switch { 7 => 3, 6 => 2, 5 when Count <= 100 => 1, _ => 0 };

    private static string Plain(string name)
    {
        var plain = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        return plain.StartsWith("DICT", StringComparison.Ordinal) ? plain[4..] : plain;
    }
}
