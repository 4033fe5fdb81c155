using System.Diagnostics;

namespace MultiAgentEdge.Host.Boards;

/// <summary>nanoFramework's flashing tool, as a process. Every call has a limit.</summary>
public static class Nanoff
{
    private static readonly TimeSpan LastLinesLimit = TimeSpan.FromSeconds(2);

    public const string InstallCommand = "dotnet tool install -g nanoff";

    /// <summary>Where it is; null where it is not installed.</summary>
    public static string? Find()
    {
        var file = OperatingSystem.IsWindows() ? "nanoff.exe" : "nanoff";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Append(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools"));
        return folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>Flashes nanoFramework for this target.</summary>
    /// <param name="version">Of the firmware; empty for the newest.</param>
    public static IReadOnlyList<string> FlashArguments(string target, string port, string version) => version.Length == 0
        ? ["--update", "--target", target, "--serialport", port]
        : ["--update", "--target", target, "--serialport", port, "--fwversion", version];

    /// <summary>Puts the application on a board that has nanoFramework.</summary>
    public static IReadOnlyList<string> DeployArguments(string target, string port, string image) =>
        ["--target", target, "--serialport", port, "--deploy", "--image", image];

    /// <summary>Asks a flashed board what is on it.</summary>
    public static IReadOnlyList<string> DetailsArguments(string port) => ["--nanodevice", "--devicedetails", "--serialport", port];

    /// <summary>Runs it, passing on every line; returns its exit code and all it said.</summary>
    /// <exception cref="TimeoutException">It took longer; it was ended.</exception>
    public static (int ExitCode, string Output) Run(string program, IReadOnlyList<string> arguments, TimeSpan limit, Action<string> said)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var output = new System.Text.StringBuilder();
        using var process = new Process { StartInfo = start };
        void Take(object _, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            lock (output)
                output.AppendLine(line.Data);
            said(line.Data);
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"nanoff did not end within {limit.TotalSeconds:0} s.");
        }

        // Its last lines; not for ever, because a child of its own may hold the pipe open.
        process.WaitForExitAsync().Wait(LastLinesLimit);
        lock (output)
            return (process.ExitCode, output.ToString());
    }
}
