using System.Diagnostics;
using MultiAgentEdge.Host.Commands;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli;

/// <summary>Where the packages MultiAgentEdge.* of this build are.</summary>
/// <param name="Source">A folder or a feed.</param>
internal sealed record PackageFeed(string Source, string Version)
{
    private const int ErrorLines = 8;

    /// <summary>Makes them from the clone that this program was built in, unless that was done since it was built.</summary>
    /// <exception cref="MaeException">MAE264 there is no clone, MAE265 they cannot be made.</exception>
    public static async Task<PackageFeed> MakeAsync(VerbContext context)
    {
        if (Root() is not { } root)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE264", "This mae does not stand in a clone of MultiAgentEdge, so it cannot make its packages.",
                "Say where they are: --packages SOURCE.");
        }

        // Packages of one version are kept for ever by who restores them: every build has its own.
        var built = File.GetLastWriteTimeUtc(typeof(PackageFeed).Assembly.Location);
        var feed = new PackageFeed(Path.Combine(root, "artifacts", "packages"), $"{VersionInfo.Version}-build.{built:yyyyMMddHHmmss}");
        if (File.Exists(Path.Combine(feed.Source, $"MultiAgentEdge.Missions.{feed.Version}.nupkg")))
            return feed;
        context.Console.WriteLine("Making the packages of this build (once) ...");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            ArgumentList = { "msbuild", "packages.proj", "-nologo", "-v:q", $"-p:PackageVersion={feed.Version}",
                $"-p:PackageOutputPath={feed.Source}" },
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new MaeException(
                ExitCode.Failed, "MAE265", $"dotnet cannot be started: {exception.Message}",
                "Install the .NET 10 SDK, or say where packages are: --packages SOURCE.", exception);
        }

        using (process)
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(context.Cancellation);
            var error = process.StandardError.ReadToEndAsync(context.Cancellation);
            try
            {
                await process.WaitForExitAsync(context.Cancellation);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            if (process.ExitCode != 0)
            {
                var lines = (await output + await error)
                    .Split('\n')
                    .Where(line => line.Contains("error", StringComparison.Ordinal))
                    .Distinct().Take(ErrorLines);
                throw new MaeException(
                    ExitCode.Failed, "MAE265", $"The packages could not be made: {string.Join(' ', lines).Trim()}",
                    $"Try it by hand: cd {root}; dotnet msbuild packages.proj.");
            }
        }

        return feed;
    }

    // host/Cli/bin/Release/net10.0 of a clone.
    private static string? Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "packages.proj"))
                && File.Exists(Path.Combine(folder.FullName, "MultiAgentEdge.sln")))
                return folder.FullName;
        }

        return null;
    }
}
