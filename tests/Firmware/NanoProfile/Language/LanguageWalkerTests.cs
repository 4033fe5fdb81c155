namespace MultiAgentEdge.Tests.NanoProfile.Language;

/// <summary>Every language rule: what it must catch, on which line, and the allowed twin that must pass.</summary>
public sealed class LanguageWalkerTests
{
    public static TheoryData<string, string, string> Pairs => new()
    {
        { "NANO101", "public List<int> Items;", "public int[] Items; public int Count;" },
        { "NANO101", "public static T Same<T>(T value) { return value; }", "public static double Same(double value) { return value; }" },
        { "NANO101", "public class Box<T> { public int A; }", "public class Box { public object Value; }" },
        { "NANO101", "public Func<int, int> Map;", "public Own Map;" },
        { "NANO101", "public Action<int> Done;", "public Action Done;" },
        { "NANO101", "public static int F(Span<int> s) { return 0; }",
            "public static int F(int[] s, int offset, int count) { return s[offset]; }" },
        { "NANO102", "public float[,] Table = new float[2, 2];", "public float[] Table = new float[4]; public float[][] Rows;" },
        { "NANO102", "public static double F(double[,,] t) { return 0; }",
            "public static double F(double[] t, int row, int columns) { return t[row * columns]; }" },
        { "NANO103", "public static (int, int) Pair() { return default; }",
            "public static void Pair(out int a, out int b) { a = 1; b = 2; }" },
        { "NANO103", "public static void F() { var pair = (1, 2); }", "public static void F() { int a = 1; int b = (a + 2); }" },
        { "NANO103", "public static void F() { var (a, b) = Other(); } static ValueTuple<int, int> Other() { return default; }",
            "public static void F() { int a, b; Other(out a, out b); } static void Other(out int a, out int b) { a = b = 0; }" },
        { "NANO104", "public record Point { public int X; }", "public sealed class Point { public int X; }" },
        { "NANO105", "public int? Maybe;", "public bool HasValue; public int Value;" },
        { "NANO106", "public static string F(object o) { return o?.ToString(); }",
            "public static string F(object o) { return o == null ? null : o.ToString(); }" },
        { "NANO107", "public static int F(int[] a) { return a[^1]; }", "public static int F(int[] a) { return a[a.Length - 1]; }" },
        { "NANO107", "public static string F(string s) { return s[1..2]; }",
            "public static string F(string s) { return s.Substring(1, 1); }" },
        { "NANO108", "public static async void F() { await Task.Delay(1); }", "public static void F() { Thread.Sleep(1); }" },
        { "NANO109", "public static IEnumerable F() { yield return 1; }", "public static void F(int[] into) { into[0] = 1; }" },
        { "NANO110", "public static int F(int[] a) { return a.Count(); }", "public static int F(int[] a) { return a.Length; }" },
        { "NANO110", "public static object F(int[] a) { return from x in a select x; }",
            "public static int F(int[] a) { int sum = 0; foreach (int x in a) { sum += x; } return sum; }" },
        { "NANO111", "public dynamic Anything;", "public object Anything;" },
        { "NANO112", "private volatile int _flag; public int F() { return _flag; }",
            "private int _flag; public int F() { lock (this) { return _flag; } }" },
        { "NANO113", "public static void F() { var price = 1.5m; }", "public static void F() { var price = 1.5; }" },
        { "NANO113", "public decimal Price;", "public long PriceCents;" },
        { "NANO114", "public interface IThing { int F() { return 1; } }", "public interface IThing { int F(); int P { get; set; } }" },
        { "NANO114", "public interface IThing { static int F() => 1; }", "public static class Thing { public static int F() => 1; }" },
        { "NANO115", "public static unsafe int F(int* p) { return *p; }", "public static int F(ref int p) { return p; }" },
        { "NANO115", "public static int F() { unsafe { int* p = stackalloc int[4]; return p[0]; } }",
            "public static int F() { int[] p = new int[4]; return p[0]; }" },
        { "NANO116", "public static int F(int a) { return checked(a + 1); }", "public static int F(int a) { return unchecked(a + 1); }" },
        { "NANO116", "public static int F(int a) { checked { a++; } return a; }",
            "public static int F(int a) { if (a < int.MaxValue) { a++; } return a; }" },
        { "NANO118", "public static object F() { return new { A = 1 }; }", "public static object F() { return new object(); }" },
        { "NANO119",
            "public class A { public virtual object F() { return null; } } public class B : A { public override string F() { "
            + "return \"\"; } }",
            "public class A { public virtual object F() { return null; } } public class B : A { public override object F() { "
            + "return \"\"; } }" },
        { "NANO120", "public ref struct S { public int A; }", "public struct S { public int A; }" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Names_the_rule_and_the_line_and_passes_the_allowed_twin(string code, string planted, string allowed)
    {
        string[] findings = Planted.Findings("\n\n" + planted);

        Assert.Contains($"{code}@3", findings);
        Assert.All(findings, finding => Assert.EndsWith("@3", finding, StringComparison.Ordinal));
        Assert.Empty(Planted.Findings(allowed));
    }

    [Fact]
    public void Nullable_annotations_are_named()
    {
        Assert.Equal(["NANO117@2"], Planted.Findings("#nullable enable\npublic string? Name;"));
    }

    [Theory]
    [InlineData("namespace Later;", "CS8773")]
    [InlineData("public static string F() { return \"\"\"raw\"\"\"; }", "CS8773")]
    [InlineData("public static int F(int a) { return a is [1] ? 1 : 0; }", "CS")]
    public void What_came_after_CSharp_9_does_not_compile(string planted, string compilerCode)
    {
        Assert.Contains(
            Planted.Full(planted),
            finding => finding.Code == "NANO001" && finding.Message.StartsWith(compilerCode, StringComparison.Ordinal));
    }

    [Fact]
    public void Code_for_DotNet_only_is_not_board_code()
    {
        Assert.Empty(
            Planted.Findings("#if NET\npublic List<int> Items;\n#endif\n#if NET8_0_OR_GREATER\npublic Span<int> S => default;\n#endif"));
        Assert.Equal(["NANO101@2"], Planted.Findings("#if !NET\npublic List<int> Items;\n#endif"));
    }

    [Fact]
    public void Lists_every_mistake_of_a_file_in_its_order()
    {
        Assert.Equal(
            ["NANO101@1", "NANO102@2", "NANO103@3"],
            Planted.Findings("public List<int> Items = new List<int>();\npublic float[,] Table;\npublic (int, int) Pair;"));
    }

    [Fact]
    public void Passes_what_boards_were_measured_to_run()
    {
        Assert.Empty(Planted.Findings("""
            public event Own Changed;
            private readonly double[] _gain = new double[] { 1.0, 2.0 };
            public struct Sample { public long TimeUs; public double Value; }
            public static int Sum(ArrayList list) { int sum = 0; foreach (object o in list) { if (o is int i and > 0) { sum += i; } } return sum; }
            public static int Vowels(string s) { int n = 0; foreach (char c in s) { n += c switch { 'a' or 'e' => 1, _ => 0 }; } return n; }
            public static ref double First(double[] x) { return ref x[0]; }
            public int Twice(in Sample s, out int y) { int Local(int v) { return v * 2; } y = Local(1); Own own = v => v + y2; return own(y); }
            private int y2;
            public static string Text(int a, long b) { return $"{a} {b}" + a.ToString() + string.Format("{0}", a); }
            public static void Guard() { try { throw new InvalidOperationException("x"); } catch (Exception e) when (e.Message.Length > 0) { } finally { } }
            public void Raise() { if (Changed != null) { Changed(1); } }
            public static double Norm(double x, double y) { return double.IsNaN(x) ? 0 : Math.Sqrt((x * x) + (y * y)) + Math.Abs(-1.5f) + Math.Max(1, 2); }
            """));
    }
}
