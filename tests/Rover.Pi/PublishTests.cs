using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace MultiAgentEdge.Tests.Rover.Pi;

/// <summary>What is copied to a Raspberry Pi.</summary>
public sealed class PublishTests : IDisposable
{
    private const ushort Aarch64 = 0xB7; // e_machine of ELF
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private readonly string folder = Directory.CreateTempSubdirectory("mae publish ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_folder_for_its_processor_that_needs_no_runtime_there()
    {
        // Objects of its own: other tests use those beside the sources.
        var (code, said) = await Dotnet(
            "publish", Path.Combine(Root(), "firmware", "Rover.Pi"), "-c", "Release", "-r", "linux-arm64", "--self-contained", "-nologo",
            "--artifacts-path", Path.Combine(folder, "artifacts"), "-o", Path.Combine(folder, "pi"), "-p:RunAnalyzers=false",
            "-p:UseSharedCompilation=false", "-nodeReuse:false");
        if (code != 0 && (said.Contains("NU1101", StringComparison.Ordinal) || said.Contains("NU1102", StringComparison.Ordinal)))
            Assert.Skip("The feed here has no runtime for linux-arm64.");
        Assert.True(code == 0, said);

        var program = await File.ReadAllBytesAsync(
            Path.Combine(folder, "pi", "MultiAgentEdge.Rover.Pi"), TestContext.Current.CancellationToken);
        Assert.Equal("\u007fELF"u8, program.AsSpan(0, 4));
        Assert.Equal(Aarch64, BitConverter.ToUInt16(program, 18));
        Assert.True(File.Exists(Path.Combine(folder, "pi", "libcoreclr.so")), "It brings its runtime.");
        Assert.True(File.Exists(Path.Combine(folder, "pi", "mae-rover.service")), "It brings its service.");
        // Untrimmed it is 86 MB.
        Assert.InRange(new DirectoryInfo(Path.Combine(folder, "pi")).EnumerateFiles().Sum(file => file.Length), 10e6, 40e6);
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    private static async Task<(int Code, string Said)> Dotnet(params string[] args)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
