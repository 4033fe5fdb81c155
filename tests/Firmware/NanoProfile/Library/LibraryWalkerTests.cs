namespace MultiAgentEdge.Tests.NanoProfile.Library;

/// <summary>Library members: what a board lacks, and what it has.</summary>
public sealed class LibraryWalkerTests
{
    public static TheoryData<string, string, string> Pairs => new()
    {
        { "NANO202", "public static string F(string[] a) { return string.Join(\",\", a); }",
            "public static string F(string[] a) { return a[0] + \",\" + a[1]; }" },
        { "NANO202", "public static string F(string a) { return a.Replace('a', 'b'); }",
            "public static string F(string a) { return a.ToLower().Trim(); }" },
        { "NANO202", "public static bool F(char c) { return char.IsDigit(c); }",
            "public static bool F(char c) { return c >= '0' && c <= '9'; }" },
        { "NANO201", "public static float F(float x) { return MathF.Sqrt(x); }",
            "public static float F(float x) { return (float)Math.Sqrt(x); }" },
        { "NANO202", "public static void F(Array a) { Array.Sort(a); }", "public static void F(int[] a) { Array.Clear(a, 0, a.Length); }" },
        { "NANO202", "public static int F(int[] a) { return a.GetLength(0); }", "public static int F(int[] a) { return a.Length; }" },
        { "NANO101", "public static void F(int[] a) { Array.Fill(a, 1); }",
            "public static void F(int[] a) { for (int i = 0; i < a.Length; i++) { a[i] = 1; } }" },
        { "NANO101", "public static int[] F() { return Array.Empty<int>(); }", "public static int[] F() { return new int[0]; }" },
        { "NANO201", "public static void F(byte[] a) { Buffer.BlockCopy(a, 0, a, 1, 1); }",
            "public static void F(byte[] a) { Array.Copy(a, 0, a, 1, 1); }" },
        { "NANO202", "public static int F(float x) { return BitConverter.SingleToInt32Bits(x); }",
            "public static long F(double x) { return BitConverter.DoubleToInt64Bits(x); }" },
        { "NANO201", "public static long F() { return System.Diagnostics.Stopwatch.GetTimestamp(); }",
            "public static long F() { return DateTime.UtcNow.Ticks; }" },
        { "NANO201", "public static void F(CancellationToken t) { }", "public static void F(bool[] stop) { }" },
        { "NANO201", "public static Task F() { return null; }", "public static Thread F() { return null; }" },
        { "NANO203", "public static string F(Colour c) { return c.ToString(); }",
            "public static string F(Colour c) { return c == Colour.Red ? \"red\" : \"green\"; }" },
        { "NANO203", "public static string F(Colour c) { return \"colour \" + c; }",
            "public static string F(Colour c) { return \"colour \" + (int)c; }" },
        { "NANO203", "public static string F(Colour c) { return $\"colour {c}\"; }",
            "public static string F(Colour c) { return $\"colour {(int)c}\"; }" },
        { "NANO204", "public static int G(params int[] a) { return a.Length; } public static int F() { return G(); }",
            "public static int G(params int[] a) { return a.Length; } public static int F() { return G(1, 2); }" },
        { "NANO202", "public static long F(long a, long b) { return Math.Max(a, b); }",
            "public static double F(double a, double b) { return Math.Max(a, b); }" },
        { "NANO202", "public static void F(int a) { Console.WriteLine(a); }",
            "public static void F(int a) { Console.WriteLine(a.ToString()); }" },
        { "NANO201", "public static string F(byte[] b) { return System.Text.Encoding.ASCII.GetString(b); }",
            "public static string F(char[] c) { return new string(c); }" },
        { "NANO201", "public static Type F(object o) { return null; }", "public static bool F(object o) { return o is string; }" },
        { "NANO202", "public static bool F(double x) { return double.IsFinite(x); }",
            "public static bool F(double x) { return !double.IsNaN(x) && !double.IsInfinity(x); }" },
        { "NANO201", "public static EventWaitHandle F() { return null; }",
            "public static void F() { AutoResetEvent e = new AutoResetEvent(false); e.Set(); e.WaitOne(); }" },
        { "NANO202",
            "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)] public "
            + "static void F() { }", "[System.Diagnostics.Conditional(\"X\")] public static void F() { }" },
        { "NANO201", "public static void F() { foreach (object o in new Queue()) { } }",
            "public static void F() { foreach (object o in new ArrayList()) { } }" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Names_the_rule_and_the_line_and_passes_the_allowed_twin(string code, string planted, string allowed)
    {
        Assert.Contains($"{code}@2", Planted.Findings("\n" + planted));
        Assert.Empty(Planted.Findings(allowed));
    }

    [Fact]
    public void Says_what_to_write_instead()
    {
        string message = Assert.Single(Planted.Full("public static bool F(char c) { return char.IsDigit(c); }")).Message;

        Assert.Contains("System.Char.IsDigit(System.Char)", message, StringComparison.Ordinal);
        Assert.Contains("c >= '0' && c <= '9'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_overloads_that_a_board_has()
    {
        string message = Assert.Single(Planted.Full("public static string F(string s) { return s.PadLeft(3); }")).Message;

        Assert.Contains("PadLeft(System.Int32,System.Char)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Allows_a_room_its_own_library_only()
    {
        const string Driver =
            "public static void F(System.Device.Gpio.GpioPin pin) { pin.Toggle(); } } } namespace System.Device.Gpio { public class "
            + "GpioPin { public void Toggle() { } ";

        Assert.Empty(Planted.Findings(Driver, "System.Device"));
        Assert.Contains("System.Device", MultiAgentEdge.NanoProfile.BoardLibrary.Names);
        Assert.False(MultiAgentEdge.NanoProfile.AllowList.Load(["mscorlib"]).HasType("System.Device.Gpio.GpioPin"));
        Assert.True(MultiAgentEdge.NanoProfile.AllowList.Load(["System.Device"]).HasMember("System.Device.Gpio.GpioPin", "Toggle"));
    }
}
