using System.Runtime.CompilerServices;
using System.Xml.Linq;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards.Wiring;

public class WiringPlanTests
{
    public static TheoryData<string> Boards => [.. WiringPlan.Boards];

    [Fact]
    public void The_esp32_is_wired_as_its_firmware_believes()
    {
        var planned = WiringPlan.Load("esp32").ToPinMap();
        var firmware = new RoverPinMap();
        foreach (var field in typeof(RoverPinMap).GetFields())
            Assert.True(Equals(field.GetValue(firmware), field.GetValue(planned)), field.Name);
        Assert.Equal("36", WiringPlan.Load("esp32").Wires.Single(wire => wire.Signal == "battery").Pin);
    }

    [Theory, MemberData(nameof(Boards))]
    public void No_pin_has_two_wires(string board)
    {
        var pins = WiringPlan.Load(board).Wires.Where(wire => wire.Signal is not ("supply" or "ground")).Select(wire => wire.Pin).ToList();
        Assert.Equal(pins.Count, pins.Distinct().Count());
    }

    [Theory, MemberData(nameof(Boards))]
    public void The_diagram_and_the_table_in_the_repository_are_the_plans(string board)
    {
        var plan = WiringPlan.Load(board);
        XDocument.Parse(plan.ToSvg());
        Assert.Equal(plan.ToSvg(), File.ReadAllText(Path.Combine(Folder(board), "wiring.svg")));
        Assert.Contains(plan.ToTable(), File.ReadAllText(Path.Combine(Folder(board), "README.md")), StringComparison.Ordinal);
    }

    private static string Folder(string board, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "hardware", "boards", board));
}
