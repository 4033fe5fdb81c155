namespace MultiAgentEdge.Tests.NanoProfile.Arithmetic;

/// <summary>
/// Casts that lose their sign on the interpreter. Each planted line gave another number there than on .NET, each allowed one the same.
/// </summary>
public sealed class SignFlowTests
{
    [Theory]
    [InlineData("public static int F(uint u) { return (int)u >> 2; }")]
    [InlineData("public static long F(uint u) { return (long)(int)u; }")]
    [InlineData("public static float F(uint u) { return (float)(int)u; }")]
    [InlineData("public static long F(uint u) { return (int)u; }")]
    [InlineData("public static int F(uint u) { return (int)u % 3; }")]
    [InlineData("public static int F(uint u) { return ((int)u + 1) >> 2; }")]
    [InlineData("public static int F(uint u) { int t = (int)u; return t >> 2; }")]
    [InlineData("public static int F(uint u, int v) { return (v < 0 ? (int)u : 3) >> 2; }")]
    [InlineData("public static int F(uint u) { return (int)u; }")]
    [InlineData("public static int F(uint u) { return G((int)u); } static int G(int x) { return x >> 2; }")]
    [InlineData("public static long F(ulong u) { return (long)u >> 2; }")]
    [InlineData("public static double F(ulong u) { return (double)(long)u; }")]
    [InlineData("public static double F(uint a, uint b) { return (double)((long)a - (long)b); }")]
    [InlineData("public static long F(byte b) { long t = (long)b << 56; return t >> 8; }")]
    [InlineData("public static void F(long[] into, uint u) { into[0] = (int)u; }")]
    [InlineData("public static double F(uint[] a) { return (int)a[0]; }")]
    [InlineData("uint _u; public double F() { return (int)_u; }")]
    public void Finds_a_signed_operation_on_an_unsigned_tag(string planted)
    {
        Assert.Equal(["NANO301@1"], Planted.Findings(planted).Distinct());
    }

    [Theory]
    [InlineData("public static int F(uint u) { return (int)(long)u >> 2; }")]
    [InlineData("public static int F(uint u) { int t = (int)u; int a = t >> 1; return a + (t >> 2); }")]
    [InlineData("static int _f; public static int F(uint u) { _f = (int)u; return _f >> 2; }")]
    [InlineData("public static int F(int[] scratch, uint u) { scratch[0] = (int)u; return scratch[0] >> 2; }")]
    [InlineData("public static uint F(int i) { return (uint)i >> 2; }")]
    [InlineData("public static ulong F(int i) { return (ulong)(uint)i; }")]
    [InlineData("public static double F(uint u) { return u; }")]
    [InlineData("public static double F(uint u) { return (double)(long)u; }")]
    [InlineData("public static bool F(uint a, uint b) { int d = (int)(a - b); return d > 0; }")]
    [InlineData("public static int F(byte[] b) { return (b[0] | (b[1] << 8) | (b[2] << 16) | (b[3] << 24)) >> 3; }")]
    [InlineData("public static long F(byte b) { return ((long)(int)b << 56) >> 8; }")]
    [InlineData("public static double F(ulong u) { return BitConverter.Int64BitsToDouble((long)u); }")]
    [InlineData("public static double F(long a, long b) { return (double)(a - b); }")]
    [InlineData("public static int F(uint u) { switch (u) { case 1: return 3; case 2: return 4; case 3: return 5; case 4: return 6; default: return 0; } }")]
    public void Passes_what_keeps_its_sign(string allowed)
    {
        Assert.Empty(Planted.Findings(allowed));
    }

    [Fact]
    public void Points_to_the_statement()
    {
        Assert.Equal(
            ["NANO301@4"], Planted.Findings("public static int F(uint u)\n{\n    u++;\n    int t = (int)u >> 3;\n    return t;\n}"));
    }
}
