using MultiAgentEdge.NanoProfile;

namespace MultiAgentEdge.Tests.NanoProfile.Library;

/// <summary>A board's library: mscorlib of the real package, the other packages as they are declared here.</summary>
public sealed class BoardLibraryTests
{
    [Fact]
    public void The_core_library_is_the_packages_own()
    {
        var types = BoardLibrary.Types(BoardLibrary.Core).Select(type => type.ToDisplayString()).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("System.BitConverter", types);
        // What only a board has.
        Assert.Contains("System.SpanByte", types);
        Assert.DoesNotContain("System.MathF", types);
    }

    [Fact]
    public void Every_declaration_compiles_and_names_its_package()
    {
        // What a loader may use of mscorlib is a list, and declares nothing.
        foreach (var name in BoardLibrary.Names.Where(name => name != "Loader.Nano"))
            Assert.NotEmpty(BoardLibrary.Types(name));
        Assert.All(
            BoardLibrary.DeclaredPackages(),
            one =>
            {
                Assert.StartsWith("nanoFramework.", one.Package, StringComparison.Ordinal);
                Assert.Matches(@"^\d+\.\d+\.\d+$", one.Version);
            });
    }

    /// <summary>A difference between a board and .NET that only a compiler sees: a member with the same name and other parameters, an
    /// attribute that a board lacks.</summary>
    [Theory]
    [InlineData("public static bool F(System.Device.Gpio.GpioController c) { return c.IsPinOpen(\"1\"); }")]
    [InlineData("public static void F(System.Device.Gpio.GpioController c) { c.OpenPin(1).Blink(); }")]
    public void What_the_board_does_not_have_does_not_compile(string body)
    {
        var options = Path.GetTempFileName();
        try
        {
            File.WriteAllText(options, "namespace A { public class B { " + body + " } }");
            Assert.True(GateOptions.TryParse([options, "--library", "System.Device", "--board-only"], out var parsed, out _));
            Assert.Contains(Gate.Check(parsed), finding => finding.Code == "NANO001");
        }
        finally
        {
            File.Delete(options);
        }
    }
}
