using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Faults;

/// <summary>A real board refuses injected faults by not having them: no room that runs on one names a type that injects.</summary>
public partial class RealBoardTests
{
    [GeneratedRegex(@"\b(FaultSchedule|Faulty\w+)\b")]
    private static partial Regex Injector { get; }

    [Theory]
    [InlineData("shared")]
    [InlineData("hardware/Abstractions")]
    [InlineData("hardware/Drivers")]
    [InlineData("firmware/Rover")]
    [InlineData("firmware/Rover.Nano")]
    [InlineData("firmware/Rover.Pi")]
    public void Nothing_on_a_real_board_injects_faults(string room)
    {
        var files = Directory.GetFiles(Path.Combine(Root(), room), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => Injector.IsMatch(File.ReadAllText(file)));
    }

    [Fact]
    public void Every_type_that_injects_is_known_by_its_name()
    {
        var injectors = typeof(FaultSchedule).Assembly.GetExportedTypes()
            .Where(
                type => type
                    .GetConstructors()
                    .Any(
                        constructor => constructor
                            .GetParameters()
                            .Any(parameter => parameter.ParameterType == typeof(FaultSchedule)))).ToList();
        Assert.NotEmpty(injectors);
        Assert.All(injectors, type => Assert.Matches(Injector, type.Name));
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", ".."));
}
