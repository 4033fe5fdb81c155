using System.Diagnostics;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>The script <c>./mae</c>, with a stand-in for dotnet: it builds where something changed, and never else.</summary>
public sealed class BootstrapTests : IDisposable
{
    // Builds as dotnet does: it takes its time, and bin and obj appear inside of the folders of the sources.
    private const string Dotnet = """
        #!/bin/sh
        case "$1" in
          --list-sdks) echo "10.0.100 [here]" ;;
          build)
            echo build >>"$MAE_TEST_ROOT/log"
            [ ! -e /proc/$$/fd/9 ] || echo "the lock is handed on" >>"$MAE_TEST_ROOT/log"
            [ ! -e "$MAE_TEST_ROOT/broken" ] || exit 1
            sleep 0.1
            out="$MAE_TEST_ROOT/clone/host/Cli/bin/Release/net10.0"
            mkdir -p "$out" "$MAE_TEST_ROOT/clone/shared/obj" "$MAE_TEST_ROOT/clone/host/Cli/obj"
            : >"$out/mae.dll"
            printf '#!/bin/sh\necho "ran $*"\n' >"$out/mae"
            chmod +x "$out/mae" ;;
        esac
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("mae start ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_start_builds_only_what_changed()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The script is one for bash.");
        var source = Write("clone/shared/A.cs", "one");
        Write("clone/hardware/B.cs", "");
        Write("clone/firmware/C.cs", "");
        Write("clone/host/Cli/D.cs", "");
        Write("clone/Directory.Build.props", "");
        File.Copy(Path.Combine(Root(), "mae"), Path.Combine(folder, "clone", "mae"));
        var dotnet = Write("bin/dotnet", Dotnet.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await Start(0, builds: 1);
        await Start(0, builds: 1);
        Write("clone/shared/README.md", "words are not built");
        await Start(0, builds: 1);
        var added = Write("clone/shared/E.cs", "");
        await Start(0, builds: 2);
        File.Delete(added);
        await Start(0, builds: 3);
        await Start(0, builds: 3);
        await File.WriteAllTextAsync(source, "two", TestContext.Current.CancellationToken);
        var broken = Write("broken", "");
        await Start(1, builds: 4);
        await Start(1, builds: 5);
        File.Delete(broken);
        await Start(0, builds: 6);
        await Start(0, builds: 6);
    }

    private async Task Start(int code, int builds)
    {
        var start = new ProcessStartInfo(
            "bash", [Path.Combine(folder, "clone", "mae"), "say", "it"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = Path.Combine(folder, "bin") + ":" + start.Environment["PATH"];
        start.Environment["MAE_TEST_ROOT"] = folder;
        start.Environment["MAE_NO_INSTALL"] = "1";
        start.Environment["MAE_NO_PROBE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(code == process.ExitCode, $"exit {process.ExitCode}: {error}");
        Assert.Equal(code == 0 ? "ran say it\n" : "", await output);
        Assert.Equal(
            Enumerable.Repeat("build", builds),
            await File.ReadAllLinesAsync(Path.Combine(folder, "log"), TestContext.Current.CancellationToken));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Root()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "MultiAgentEdge.sln")))
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("The tests do not run inside of the repository.");
        return at;
    }
}
