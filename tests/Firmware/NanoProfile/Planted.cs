using MultiAgentEdge.NanoProfile;

namespace MultiAgentEdge.Tests.NanoProfile;

/// <summary>Board code with something planted into it: the body of a class, on known lines.</summary>
public static class Planted
{
    /// <summary>Line of the first line of a planted body.</summary>
    public const int FirstLine = 5;

    /// <summary>Findings as "code@line of the body", line 1 being the body's first.</summary>
    public static string[] Findings(string body, params string[] libraries) =>
        [.. Found(body, libraries).Select(f => $"{f.Code}@{f.Line - FirstLine + 1}")];

    public static IReadOnlyList<Finding> Full(string body) => [.. Found(body)];

    // The first line's usings are for every body, and a board lacks some of their namespaces.
    private static IEnumerable<Finding> Found(string body, params string[] libraries) =>
        Gate.CheckText(Wrap(body), "Planted.cs", libraries).Where(finding => finding.Line > 1);

    /// <summary>Usings on line 1, so that a planted body needs none.</summary>
    private static string Wrap(string body) =>
        "using System; using System.Collections; using System.Collections.Generic; using System.Linq; using System.Threading; using "
        + "System.Threading.Tasks;\n"
        + "namespace MultiAgentEdge\n{\n    public class Subject {\n"
        + body + "\n    }\n    public enum Colour : byte { Red, Green }\n    public delegate int Own(int value);\n}\n";
}
