using System.Runtime.InteropServices;
using MultiAgentEdge.Firmware.Loading;
using MultiAgentEdge.Firmware.Pi;
using MultiAgentEdge.Host.Fleet.Firmware;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Tests.Rover.Pi;

/// <summary>The launcher of a Raspberry Pi in a folder of its own, with scripts in the place of rovers' programs.</summary>
public sealed class LauncherTests : IDisposable
{
    private const uint BuiltIn = 1 << 16;
    private const string Runs = "#!/bin/sh\nexec sleep 300\n";
    private static readonly TimeSpan Generous = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("mae launcher ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Settings => Path.Combine(folder, "rover.cfg");

    [Fact]
    public async Task A_program_that_says_that_it_is_alive_stays()
    {
        using var programs = Install("#!/bin/sh\necho \"$@\" > said.txt\nexec sleep 300\n", 2);
        using var end = new CancellationTokenSource();
        var launcher = Launcher(programs);
        Assert.Equal(BootAction.RunSlot, launcher.Decide());
        var running = Task.Run(() => launcher.Run(["--settings", Settings], end.Token));
        var said = Path.Combine(Path.GetDirectoryName(launcher.Program)!, "said.txt");
        await Until(() => File.Exists(said) && File.ReadAllText(said).Length > 0);
        Assert.Equal($"--settings {Settings}\n", await File.ReadAllTextAsync(said, TestContext.Current.CancellationToken));
        using (var other = new PiPrograms(Settings))
        {
            Assert.True(other.Record.Open() && other.Record.IsOnTrial && other.Record.TryConfirm());
        }

        await end.CancelAsync();
        Assert.Equal(1, await running.WaitAsync(Generous, TestContext.Current.CancellationToken));
        programs.Store.Refresh();
        Assert.Equal(BootAction.RunSlot, Launcher(programs).Decide());
        Assert.False(programs.Record.IsOnTrial);
    }

    [Fact]
    public void A_program_that_ends_is_followed_by_the_one_before()
    {
        using var first = Install(Runs, 2);
        Assert.Equal(BootAction.RunSlot, Launcher(first).Decide());
        Assert.True(first.Record.TryConfirm());
        using var programs = Install("#!/bin/sh\nexit 3\n", 3);
        var launcher = Launcher(programs);
        Assert.Equal(BootAction.RunSlot, launcher.Decide());
        Assert.Equal(3, launcher.Run([], CancellationToken.None));
        var next = Launcher(programs);
        Assert.Equal(BootAction.RunSlot, next.Decide());
        Assert.Equal(2u << 16, programs.Record.Running.Version);
        Assert.Equal(CondemnedFor.Crashed, programs.Record.Reason);
        Assert.NotEqual(launcher.Program, next.Program);
    }

    [Fact]
    public void A_program_that_is_never_heard_of_is_ended_and_the_installed_one_runs()
    {
        using var programs = Install("#!/bin/sh\nexec sleep 300\n", 2);
        var launcher = new Launcher(programs, Settings + ".d", BuiltIn, () => { }) { AliveLimit = TimeSpan.FromSeconds(1) };
        Assert.Equal(BootAction.RunSlot, launcher.Decide());
        Assert.Equal(1, launcher.Run([], CancellationToken.None));
        Assert.Equal(BootAction.RunBuiltIn, Launcher(programs).Decide());
        Assert.Equal(CondemnedFor.NotAlive, programs.Record.Reason);
    }

    [Fact]
    public void What_cannot_be_started_is_a_program_that_ends()
    {
        using var programs = Install("no program of any machine", 2);
        var launcher = Launcher(programs);
        Assert.Equal(BootAction.RunSlot, launcher.Decide());
        Assert.Equal(1, launcher.Run([], CancellationToken.None));
        Assert.Equal(BootAction.RunBuiltIn, Launcher(programs).Decide());
    }

    [Fact]
    public void A_folder_that_was_half_unpacked_when_the_power_went_is_unpacked_again()
    {
        using var programs = Install(Runs, 2);
        var place = Path.Combine(Settings + ".d", "program-0");
        foreach (var left in new[] { place, place + ".new" })
        {
            Directory.CreateDirectory(left);
            File.WriteAllText(Path.Combine(left, ProgramFolders.Executable), "half");
        }

        var launcher = Launcher(programs);
        Assert.Equal(BootAction.RunSlot, launcher.Decide());
        Assert.Equal(Runs, File.ReadAllText(launcher.Program!));
        Assert.Equal("beside it", File.ReadAllText(Path.Combine(place, "data", "more.txt")));
        Assert.False(Directory.Exists(place + ".new"));
    }

    [Fact]
    public void The_same_folder_gives_the_same_image()
    {
        Assert.Equal(Pack(Publish(Runs), 2).Bytes, Pack(Publish(Runs), 2).Bytes);
        Assert.Equal(PiPrograms.Native, Pack(Publish(Runs), 2).Native);
        Assert.Equal(BoardKind.RaspberryPi, Pack(Publish(Runs), 2).Kind);
    }

    [Fact]
    public void Blocks_read_as_erased_until_they_are_written_and_keep_what_was()
    {
        var path = Path.Combine(folder, "blocks");
        var read = new byte[8];
        using (var flash = new FileFlash(path, 4, 512))
        {
            Assert.True(flash.TryRead(3, 500, read, 0, 8));
            Assert.All(read, value => Assert.Equal(0xFF, value));
            Assert.True(flash.TryWrite(2, 16, [1, 2, 3, 4], 1, 3));
        }

        using var again = new FileFlash(path, 4, 512);
        Assert.True(again.TryRead(2, 15, read, 0, 5));
        Assert.Equal([0xFF, 2, 3, 4, 0xFF], read[..5]);
        Assert.True(again.TryErase(2));
        Assert.True(again.TryRead(2, 15, read, 0, 5));
        Assert.All(read[..5], value => Assert.Equal(0xFF, value));
    }

    private Launcher Launcher(PiPrograms programs) => new(programs, Settings + ".d", BuiltIn, () => { });

    private static FirmwareFile Pack(string publish, uint major) => FirmwareFolder.Pack(publish, major << 16, "unused");

    /// <summary>A publish folder as dotnet leaves it.</summary>
    private string Publish(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a Raspberry Pi's programs are started as Unix does it");
        var publish = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(publish, "data"));
        File.WriteAllText(Path.Combine(publish, ProgramFolders.Executable), script);
        File.WriteAllText(Path.Combine(publish, "data", "more.txt"), "beside it");
        File.WriteAllText(
            Path.Combine(publish, ProgramFolders.Executable + ".deps.json"),
            $$$"""{"runtimeTarget":{"name":".NETCoreApp,Version=v10.0/{{{RuntimeInformation.RuntimeIdentifier}}}"}}""");
        return publish;
    }

    /// <summary>In the slot that does not run, and switched to.</summary>
    private PiPrograms Install(string script, uint major)
    {
        const int Chunk = 1 << 14;
        var image = Pack(Publish(script), major);
        var programs = new PiPrograms(Settings);
        var slots = programs.Slots();
        Assert.True(programs.Record.Open() && slots.Open());
        var running = programs.Record.Running.Generation;
        Assert.Equal(StoreStatus.Ok, slots.Begin(image.Version, image.Bytes.Length, image.Crc, Chunk, running, running));
        for (var i = 0; i * Chunk < image.Bytes.Length; i++)
        {
            Assert.Equal(
                StoreStatus.Ok, slots.WriteChunk(i, image.Bytes, i * Chunk, Math.Min(Chunk, image.Bytes.Length - (i * Chunk))));
        }

        Assert.True(slots.IsCorrect());
        Assert.True(programs.Record.TrySwitch(slots.WrittenGeneration, image.Version, image.Crc));
        return programs;
    }

    private static async Task Until(Func<bool> holds)
    {
        var limit = DateTime.UtcNow + Generous;
        while (!holds())
        {
            Assert.True(DateTime.UtcNow < limit, "it does not come");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
