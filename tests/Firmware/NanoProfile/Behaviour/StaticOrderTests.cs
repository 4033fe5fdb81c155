namespace MultiAgentEdge.Tests.NanoProfile.Behaviour;

/// <summary>Static initialisers that reach into another class: 42 on .NET, 1 on a board.</summary>
public sealed class StaticOrderTests
{
    private const string Other = "public static class Other { public static int Y = 41; public static int Z; public const int C = 41; }\n";

    [Theory]
    [InlineData("public static class S {\npublic static int X = Other.Y + 1; }")]
    [InlineData("public static class S {\npublic static int X { get; } = Other.Y + 1; }")]
    [InlineData("public static class S { public static int X; static S()\n{ X = Other.Y + 1; } }")]
    [InlineData("public static class S { private static int Sum() { return Other.Y + 1; }\npublic static int X = Sum(); }")]
    [InlineData("public class D { public int V; public D() { V = Other.Y; } } public static class S {\npublic static D X = new D(); }")]
    [InlineData("public static class E { public static int V; static E() { V = 2; } } public static class S {\npublic static int X = E.V;}")]
    [InlineData("public static class E { public static int V { get { return Other.Y; } } } class S {\npublic static int X = E.V; }")]
    public void What_another_class_initialises_is_not_there_yet(string body) =>
        Assert.Contains("NANO121@3", Planted.Findings(Other + body));

    [Theory]
    [InlineData("public static class S {\npublic static int X = Other.C + 1; }")]
    [InlineData("public static class S {\npublic static int X = Other.Z + 1; }")]
    [InlineData("public static class S { public static int W = 41;\npublic static int X = W + 1; }")]
    [InlineData("public static class S {\npublic static int X() { return Other.Y + 1; } }")]
    [InlineData("public class S {\npublic int X = Other.Y + 1; }")]
    public void What_is_there_already_or_needed_later_passes(string body) => Assert.Empty(Planted.Findings(Other + body));

    [Fact]
    public void A_class_that_calls_itself_comes_to_an_end() =>
        Assert.Empty(
            Planted.Findings(
                "public static class S { private static int F(int n) { return n < 1 ? 0 : F(n - 1); }\n"
                + "public static int X = F(3); }"));
}
