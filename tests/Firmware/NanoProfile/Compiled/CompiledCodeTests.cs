using System.Globalization;
using System.Text;

namespace MultiAgentEdge.Tests.NanoProfile.Compiled;

/// <summary>Limits of a board's assembly format, at and above each.</summary>
public sealed class CompiledCodeTests
{
    [Theory]
    [InlineData(250, false)]
    [InlineData(251, true)]
    public void Counts_locals_of_a_method(int locals, bool tooMany)
    {
        var body = new StringBuilder("public static int F(int x)\n{\n");
        for (int i = 0; i < locals; i++) { body.Append(CultureInfo.InvariantCulture, $"int v{i} = x + {i}; x += v{i} * v{i};\n"); }
        string[] findings = Planted.Findings(body.Append("return x;\n}").ToString());

        Assert.Equal(tooMany ? ["NANO403@3"] : [], findings);
    }

    [Theory]
    [InlineData(60000, false)]
    [InlineData(66000, true)]
    public void Adds_up_array_initialisers(int dataBytes, bool tooLarge)
    {
        string values = string.Join(',', Enumerable.Range(0, dataBytes / 2).Select(i => (i % 251).ToString(CultureInfo.InvariantCulture)));
        string one =
            $"public static readonly byte[] A = new byte[] {{ {values} }};\npublic static readonly byte[] B = new byte[] {{ 1, "
            + $"{values} }};";

        Assert.Equal(tooLarge ? ["NANO402@1"] : [], Planted.Findings(one));
    }

    [Theory]
    [InlineData(900, false)]
    [InlineData(1900, true)]
    public void Adds_up_bytecode(int methods, bool tooLarge)
    {
        var body = new StringBuilder();
        for (int i = 0; i
            < methods; i++) { body.Append(
                CultureInfo.InvariantCulture,
                $"public static double F{i}(double x) {{ x = x * 1.{i}1 + 2.{i}1; x = x * 3.{i}1 + 4.{i}1; return x; }}\n"); }

        string[] findings = Planted.Findings(body.ToString());

        Assert.Equal(tooLarge ? ["NANO401"] : [], findings.Select(finding => finding[..7]));
    }

    [Fact]
    public void Measures_branches()
    {
        var body = new StringBuilder("public static double F(double x)\n{\nif (x > 0)\n{\n");
        for (int i = 0; i < 2800; i++) { body.Append(CultureInfo.InvariantCulture, $"x = x * 1.{i}1 + x;\n"); }
        string[] findings = Planted.Findings(body.Append("}\nreturn x;\n}").ToString());

        Assert.Equal(["NANO404@3"], findings);
    }
}
