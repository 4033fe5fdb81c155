using System.Diagnostics;

namespace MultiAgentEdge.Tests.Rover.Pi;

/// <summary>The script that installs a Raspberry Pi's rover, into a folder instead of the machine.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae install ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_installs_program_unit_and_settings_and_again_over_them()
    {
        var publish = Publish("first");
        File.WriteAllText(Path.Combine(folder, "rover.cfg"), "name=rover-2\n");
        Assert.Equal(0, Install(publish, Path.Combine(folder, "rover.cfg")));
        Assert.Equal("first", Installed("opt/mae-rover/MultiAgentEdge.Rover.Pi"));
        Assert.Equal("unit", Installed("etc/systemd/system/mae-rover.service"));
        Assert.Equal("name=rover-2\n", Installed("var/lib/mae-rover/rover.cfg"));
        File.WriteAllText(Path.Combine(folder, "root", "var/lib/mae-rover/rover.cfg.programs"), "over the air");
        Assert.Equal(0, Install(Publish("second")));
        Assert.Equal("second", Installed("opt/mae-rover/MultiAgentEdge.Rover.Pi"));
        Assert.Equal("name=rover-2\n", Installed("var/lib/mae-rover/rover.cfg"));
        Assert.Equal("over the air", Installed("var/lib/mae-rover/rover.cfg.programs"));
        Assert.Equal(["mae-rover"], Directory.GetDirectories(Path.Combine(folder, "root", "opt")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_is_no_program_is_refused_and_nothing_is_there()
    {
        var publish = Publish("none");
        File.Delete(Path.Combine(publish, "MultiAgentEdge.Rover.Pi"));
        Assert.Equal(3, Install(publish));
        Assert.False(Directory.Exists(Path.Combine(folder, "root")));
    }

    private string Installed(string path) => File.ReadAllText(Path.Combine(folder, "root", path));

    private string Publish(string program)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a Raspberry Pi's script is for a Unix shell");
        var publish = Path.Combine(folder, program);
        Directory.CreateDirectory(publish);
        File.WriteAllText(Path.Combine(publish, "MultiAgentEdge.Rover.Pi"), program);
        File.WriteAllText(Path.Combine(publish, "mae-rover.service"), "unit");
        File.Copy(Path.Combine(Root(), "firmware", "Rover.Pi", "install.sh"), Path.Combine(publish, "install.sh"));
        return publish;
    }

    private int Install(string publish, params string[] arguments)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(publish, "install.sh"), .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["MAE_ROOT"] = Path.Combine(folder, "root");
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static string Root()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place.FullName, "MultiAgentEdge.sln")))
            place = place.Parent!;
        return place.FullName;
    }
}
