using System.Diagnostics;
using System.Runtime.CompilerServices;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Outside;

/// <summary>Programs of the field that read what this product writes, from npm: installed once, beside what the build leaves.</summary>
internal static class NodePackages
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly SemaphoreSlim One = new(1);

    /// <summary>The folder that holds them; the test is skipped, with a word, where they cannot be had.</summary>
    public static async Task<string> Need(string name, params string[] packages)
    {
        Assert.SkipUnless(
            BrokerProgram.Find("node") is not null && BrokerProgram.Find("npm") is not null, "node and npm are not installed");
        var place = Path.GetFullPath(Path.Combine(Here(), $"../obj/npm-{name}"));
        await One.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!File.Exists(Path.Combine(place, "installed")))
            {
                Directory.CreateDirectory(place);
                await Run("npm", place, ["install", "--prefix", place, "--no-audit", "--no-fund", "--no-save", .. packages]);
                await File.WriteAllTextAsync(Path.Combine(place, "installed"), string.Join('\n', packages));
            }
        }
        catch (InvalidOperationException exception)
        {
            Assert.Skip($"npm has not {string.Join(", ", packages)} here: {exception.Message}");
        }
        finally
        {
            One.Release();
        }

        return place;
    }

    /// <summary>Standard output of a program that ended well.</summary>
    /// <exception cref="InvalidOperationException">It did not, or not in time.</exception>
    public static async Task<string> Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(BrokerProgram.Find(program)!, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? await output : throw new InvalidOperationException(await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} took more than {Limit.TotalMinutes} minutes");
        }
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
