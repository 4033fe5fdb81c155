namespace MultiAgentEdge.Tests.NanoProfile.Behaviour;

/// <summary>What compiles on both sides and means something else on a board: each case as it was seen on the real interpreter, with its
/// allowed twin.</summary>
public sealed class BehaviourWalkerTests
{
    private const string Base = "public class A { public virtual int F(int x) { return 1; } public virtual int P { get { return 1; } } }\n";

    public static TheoryData<string, string, string> Pairs => new()
    {
        // Hidden virtuals: the board calls the hiding one through the base.
        { "NANO122@3", $"{Base}public class B : A {{\npublic new int F(int x) {{ return 2; }} }}",
            $"{Base}public class B : A {{\npublic override int F(int x) {{ return 2; }} }}" },
        { "NANO122@3", $"{Base}public class B : A {{\npublic int F(int y) {{ return 2; }} }}",
            $"{Base}public class B : A {{\npublic int F(long y) {{ return 2; }} }}" },
        { "NANO122@3", $"{Base}public class B : A {{\npublic new virtual int P {{ get {{ return 2; }} }} }}",
            $"{Base}public class B : A {{\npublic override int P {{ get {{ return 2; }} }} }}" },
        { "NANO122@2", "public class B {\npublic new string ToString() { return \"b\"; } }",
            "public class B {\npublic override string ToString() { return \"b\"; } }" },
        { "NANO122@3", $"{Base}public class B : A {{ }} public class C : B {{\npublic new int F(int x) {{ return 3; }} }}",
            $"{Base}public class B : A {{ }} public class C : B {{\nprivate int G(int x) {{ return 3; }} }}" },

        // InAttribute.
        { "NANO123@2", "public interface I {\nvoid F(in double x); }", "public interface I {\nvoid F(ref double x); }" },
        { "NANO123@2", "\npublic delegate void D(in int x);", "\npublic delegate void D(ref int x);" },
        { "NANO123@2", "public abstract class B {\npublic abstract void F(in int x); }",
            "public class B {\npublic void F(in int x) { } }" },
        { "NANO123@2", "public static int[] Data;\npublic static ref readonly int F() { return ref Data[0]; }",
            "public static int[] Data;\npublic static ref int F() { return ref Data[0]; }" },
        { "NANO123@2", "public int[] Data;\npublic ref readonly int P { get { return ref Data[0]; } }",
            "public int[] Data;\npublic int P { get { return Data[0]; } }" },

        // Infinity.
        { "NANO302@2", "\npublic static bool F(double x) { return x < double.PositiveInfinity; }",
            "\npublic static bool F(double x) { return !double.IsInfinity(x); }" },
        { "NANO302@2", "\npublic static bool F(float x) { return x == float.NegativeInfinity; }",
            "\npublic static bool F(float x) { return x <= -1e30f; }" },
        { "NANO302@2", "private const double Far = 1.0 / 0.0;\npublic static bool F(double x) { return Far > x; }",
            "private const double Far = 1e30;\npublic static bool F(double x) { return Far > x; }" },

        // Signed division by what may be -1.
        { "NANO303@2", "\npublic static int F(int a, int b) { return a / b; }",
            "\npublic static int F(int a, int b) { return b < 1 ? 0 : a / b; }" },
        { "NANO303@2", "\npublic static long F(long a, long b) { return a % b; }",
            "\npublic static ulong F(ulong a, ulong b) { return a % b; }" },
        { "NANO303@2", "\npublic static void F(ref int a, int b) { a /= b; }", "\npublic static void F(ref int a) { a /= 7; }" },
        { "NANO303@2", "\npublic static int F(int a) { return a / -1; }", "\npublic static int F(int a) { return a / -2; }" },
        { "NANO303@2", "private int _n;\npublic int F(int a) { return a % _n; }",
            "private int[] _n;\npublic int F(int a) { return a % _n.Length; }" },
        { "NANO303@2", "\npublic static int F(int a, sbyte b) { return a / b; }",
            "\npublic static int F(short a, int b) { return a / b; }" },
        { "NANO303@2", "\npublic static int F(int b) { int s = 0; for (int k = 9; k > -9; k--) { s += k % b; } return s; }",
            "\npublic static int F(int b) { int s = 0; for (int k = 0; k < 9; k++) { s += k % b; } return s; }" },

        // Text of numbers.
        { "NANO205@2", "\npublic static string F(float x) { return x.ToString(); }",
            "\npublic static string F(int x) { return x.ToString(); }" },
        { "NANO205@2", "\npublic static string F(double x) { return x.ToString(\"F0\"); }",
            "\npublic static string F(double x) { return ((int)(x * 1000.0)).ToString(); }" },
        { "NANO205@2", "\npublic static string F(double x) { return \"x \" + x; }",
            "\npublic static string F(long x) { return \"x \" + x; }" },
        { "NANO205@2", "\npublic static string F(double x) { return $\"x {x:F1}\"; }",
            "\npublic static string F(int x) { return $\"x {x}\"; }" },
        { "NANO205@2", "\npublic static string F(float x) { string s = \"x\"; s += x; return s; }",
            "\npublic static string F(string x) { string s = \"x\"; s += x; return s; }" },
        { "NANO205@2", "\npublic static string F(double x) { return string.Format(\"{0}\", x); }",
            "\npublic static string F(int x) { return string.Format(\"{0}\", x); }" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Names_the_rule_and_the_line_and_passes_the_allowed_twin(string expected, string planted, string allowed)
    {
        Assert.Contains(expected, Planted.Findings(planted));
        Assert.Empty(Planted.Findings(allowed));
    }
}
